// The web page and the EPUB, each in a frame: a new edition is loaded behind the one that is seen
// and takes its place when it stands at the same words.
import { element } from '/scripts/news.js';

const SURE = 40; // Letters by which a text is known again.
const ASIDE = 'a[role="doc-noteref"], .note-number, .event-call, .page-mark';
const PATIENCE = 2000; // Milliseconds that faces may take.
const BESIDE = 4; // Texts that hold a place, besides the first.

// The letters with which a text begins, without spaces and without what only calls for others.
const letters = (words) => words.replace(/\s+/g, '').slice(0, SURE);
function lettersOf(node) {
  if (!node.querySelector(ASIDE)) return letters(node.textContent);
  const bare = node.cloneNode(true);
  for (const one of bare.querySelectorAll(ASIDE)) one.remove();
  return letters(bare.textContent);
}
const says = (node, block) => letters(block.text) !== '' && lettersOf(node).startsWith(letters(block.text));

// Waits until a page has its faces: lines that break anew would move it under the reader.
async function faced(page) {
  page.documentElement.getBoundingClientRect();
  await Promise.race([page.fonts.ready, new Promise((done) => { setTimeout(done, PATIENCE); })]);
}

const nearest = (all, index, indexOf) =>
  all.reduce((best, one) => (best && Math.abs(indexOf(best) - index) <= Math.abs(indexOf(one) - index) ? best : one), null);

// What of a page is what a node of the former one was: an element of the same words, the nearest.
function twin(node, page) {
  const all = [...page.querySelectorAll(node.localName)];
  const index = [...node.ownerDocument.querySelectorAll(node.localName)].indexOf(node);
  return nearest(all.filter((one) => one.textContent === node.textContent), index, (one) => all.indexOf(one));
}

class Frame {
  constructor(name, title, choose) {
    this.body = document.getElementById(`${name}-body`);
    this.early = document.getElementById(`${name}-early`);
    this.isAhead = false; // What is shown was made ahead of the edition of which the ledger tells.
    this.title = title;
    this.choose = choose;
    this.seen = null;
    this.coming = null;
    this.place = null;
    this.chosen = null;
    this.ledger = null;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.seen && this.dress(this.seen.contentDocument));
  }

  // Loads an address, of what was made ahead or of the edition; `arrive(document)` puts it at its
  // place.
  load(address, isAhead, arrive) {
    if (this.coming) this.coming.remove();
    const frame = element('iframe', { title: this.title, class: 'is-coming', src: address });
    this.coming = frame;
    frame.addEventListener('load', async () => {
      if (this.coming === frame) await faced(frame.contentDocument);
      if (this.coming !== frame) return;
      this.coming = null;
      this.listen(frame.contentDocument);
      this.dress(frame.contentDocument);
      this.isAhead = isAhead;
      this.early.hidden = !isAhead;
      arrive(frame.contentDocument);
      const focused = this.seen && document.activeElement === this.seen ? this.seen.contentDocument.activeElement : null;
      const again = focused && twin(focused, frame.contentDocument);
      if (this.seen) this.seen.remove();
      this.seen = frame;
      frame.classList.remove('is-coming');
      this.mark(this.chosen, frame.contentDocument);
      if (focused) frame.focus({ preventScroll: true });
      if (again) again.focus({ preventScroll: true });
    });
    this.body.append(frame);
  }

  listen(page) {
    page.addEventListener('click', (event) => this.clicked(event, page));
  }

  clicked(event, page) {
    const link = event.target.closest('a[href]');
    if (link) {
      this.follow(event, link, page);
      return;
    }
    const block = this.blockAround(event.target, page);
    if (block) this.choose(block);
  }

  // Links within the page lead on in it; all others open beside the preview.
  follow(event, link, page) {
    const target = new URL(link.href, page.baseURI);
    const here = new URL(page.baseURI);
    if (target.pathname === here.pathname && target.hash) return;
    event.preventDefault();
    if (['http:', 'https:', 'mailto:'].includes(target.protocol)) window.open(target, '_blank', 'noopener');
  }

  blockAround(node, page) {
    for (let at = node; at && at !== page.documentElement; at = at.parentElement) {
      const block = at.id ? this.known(at.id) : null;
      if (block) return this.sayer(at, block) || block;
    }
    return null;
  }

  // Ids of paragraphs are counted: in what was made ahead of the ledger, one may stand for another
  // text by now.  Then words tell: this is the text that says what an element with the id of `block`
  // says, or null where that is new.
  sayer(node, block) {
    if (!this.isAhead || says(node, block)) return block;
    const alike = this.ledger.blocks.filter((one) => one.kind === block.kind && this.idOf(one) && says(node, one));
    return nearest(alike, block.index, (one) => one.index);
  }

  // The element that says what a text says; null for none.
  sure(page, block) {
    const node = block && page.getElementById(this.idOf(block));
    if (!this.isAhead || !node || says(node, block)) return node;
    const all = [...page.querySelectorAll(`${node.localName}[id]`)];
    return nearest(all.filter((one) => says(one, block)), all.indexOf(node), (one) => all.indexOf(one));
  }

  // The element of a text, or of what stands in its place.
  nodeOf(page, block) {
    return this.sure(page, block) || (block && page.getElementById(this.idOf(block)));
  }

  // The text in view that was chosen, or else the first, and how far below the upper edge it begins.
  standing(page) {
    const node = page && this.chosen && this.sure(page, this.chosen);
    const box = node && node.getBoundingClientRect();
    const first = this.first(page);
    if (box && box.top >= 0 && box.top < page.defaultView.innerHeight) return { ...first, block: this.chosen, offset: box.top };
    return first;
  }

  // Where the frame that is seen stands, as far as it is known.
  now() {
    return this.standing(this.seen && this.seen.contentDocument) || this.kept || null;
  }

  first(page) {
    if (!page) return null;
    const found = [];
    let unsure = null;
    for (const [id, block] of this.ids()) {
      const node = page.getElementById(id);
      if (!node) continue;
      const box = node.getBoundingClientRect();
      if (box.bottom <= 8 || box.height <= 0) continue;
      const said = this.sayer(node, block);
      if (said) found.push({ block: said, offset: box.top });
      else unsure = unsure || { block, offset: box.top };
      if (found.length > BESIDE) break;
    }
    const [first, ...beside] = found;
    return first ? { ...first, beside } : unsure;
  }

  // Brings a page to where another one stood: by the first text in view that still says what it said.
  take(page, place, ledger) {
    if (!place) return false;
    for (const one of [place, ...(place.beside || [])]) {
      const block = ledger.same(one.block);
      if (this.sure(page, block)) return this.go(page, block, one.offset);
    }
    return this.go(page, ledger.same(place.block), place.offset);
  }

  go(page, block, offset) {
    const node = this.nodeOf(page, block);
    if (!node) return false;
    const root = page.scrollingElement || page.documentElement;
    root.scrollTo({ top: root.scrollTop + node.getBoundingClientRect().top - offset, behavior: 'instant' });
    return true;
  }

  // Marks a text with the outline that the preview gives to what is chosen.
  mark(block, page = this.seen && this.seen.contentDocument) {
    this.chosen = block;
    if (!page) return;
    if (this.marked) this.marked.style.outline = '';
    this.marked = block && this.idOf(block) ? this.nodeOf(page, block) : null;
    if (this.marked) {
      const colour = getComputedStyle(document.documentElement).getPropertyValue('--accent');
      this.marked.style.outline = `2px solid ${colour}`;
      this.marked.style.outlineOffset = '4px';
    }
  }

  aim(page, block) {
    this.chosen = block;
    this.bring(page, block);
  }

  bring(page, block) {
    const node = this.nodeOf(page, block);
    if (!node) return;
    const box = node.getBoundingClientRect();
    if (box.top < 0 || box.bottom > page.defaultView.innerHeight) node.scrollIntoView({ block: 'center', behavior: 'instant' });
  }
}

export class WebPane extends Frame {
  constructor(slug, choose) {
    super('web', 'The web page of the report', choose);
    this.address = `/products/${encodeURIComponent(slug)}/index.html`;
    document.getElementById('web-file').href = this.address;
    document.getElementById('web-source').addEventListener('click', () => this.chooseFirst());
  }

  dress() {}

  ids() {
    return this.ledger ? this.ledger.webs : new Map();
  }

  known(id) {
    return this.ledger ? this.ledger.webs.get(id) : null;
  }

  idOf(block) {
    return block.web || '';
  }

  // Shows another edition, or what was made ahead of the next; `aim` is the text to go to, if it is
  // not to stay where it was.
  show(ledger, aim, advance) {
    const page = this.seen && this.seen.contentDocument;
    const place = this.now();
    const down = page ? page.scrollingElement.scrollTop : 0;
    this.kept = place;
    this.load(`${this.address}?${advance ? `advance=${advance.number}` : ledger.edition}`, Boolean(advance), (arrived) => {
      this.ledger = ledger;
      this.chosen = ledger.same(this.chosen);
      if (!this.take(arrived, place, ledger)) arrived.scrollingElement.scrollTop = down;
      if (aim) this.aim(arrived, aim);
    });
  }

  reveal(block) {
    this.mark(block);
    if (this.seen) this.bring(this.seen.contentDocument, block);
  }

  chooseFirst() {
    const found = this.seen && this.first(this.seen.contentDocument);
    if (found) this.choose(found.block);
  }
}

export class EpubPane extends Frame {
  constructor(slug, choose) {
    super('epub', 'The text of the EPUB', choose);
    this.chapters = [];
    this.advance = 0;
    this.base = `/reports/${encodeURIComponent(slug)}/epub`;
    this.list = document.getElementById('chapter');
    this.path = null;
    this.list.addEventListener('change', () => this.open(this.list.value));
    document.getElementById('chapter-back').addEventListener('click', () => this.turn(-1));
    document.getElementById('chapter-on').addEventListener('click', () => this.turn(1));
    document.getElementById('epub-source').addEventListener('click', () => this.chooseFirst());
  }

  // Begins where the book was when it was left.
  begin(place, path) {
    this.kept = place || null;
    this.path = path || null;
  }

  // An e-reader gives a book its colours and its margins.
  dress(page) {
    const ours = getComputedStyle(document.documentElement);
    const root = page.documentElement.style;
    root.colorScheme = 'light dark';
    root.background = ours.getPropertyValue('--paper');
    root.color = ours.getPropertyValue('--ink');
    root.fontSize = '106%';
    page.body.style.margin = '0 auto';
    page.body.style.maxWidth = '36rem';
    page.body.style.padding = '1.5rem 1.25rem 4rem';
  }

  ids() {
    const found = new Map();
    for (const [address, block] of this.ledger ? this.ledger.epubs : []) {
      const [path, id] = address.split('#');
      if (path === this.path) found.set(id, block);
    }
    return found;
  }

  known(id) {
    return this.ledger ? this.ledger.epubs.get(`${this.path}#${id}`) : null;
  }

  idOf(block) {
    const [path, id] = (block.epub || '').split('#');
    return path === this.path ? id || '' : '';
  }

  // Shows another edition, or what was made ahead of the next; `aim` is the text to go to, if it is
  // not to stay where it was.
  show(ledger, aim, advance) {
    const page = this.seen && this.seen.contentDocument;
    const place = this.now();
    const down = page ? page.scrollingElement.scrollTop : 0;
    this.advance = advance ? advance.number : 0;
    this.chapters = advance ? advance.chapters : ledger.chapters;
    this.chosen = ledger.same(this.chosen);
    this.ledger = ledger;
    this.list.replaceChildren(...this.chapters.map((one) => element('option', { value: one.path, lang: ledger.language }, one.title)));
    const same = place && ledger.same(place.block);
    const isThere = (path) => this.chapters.some((one) => one.path === path);
    const path = [aim && aim.epub && aim.epub.split('#')[0], same && same.epub && same.epub.split('#')[0], this.path].find(isThere) || (this.chapters[0] || {}).path;
    if (path) {
      this.open(path, (arrived) => {
        if (!this.take(arrived, place, ledger)) arrived.scrollingElement.scrollTop = down;
        if (aim) this.aim(arrived, aim);
      });
    }
  }

  open(path, arrive = () => {}) {
    const names = path.split('/').map(encodeURIComponent).join('/');
    this.path = path;
    this.list.value = path;
    const more = this.advance ? `?advance=${this.advance}` : '';
    this.load(`${this.base}/${this.ledger.edition}/${names}${more}`, Boolean(this.advance), arrive);
  }

  turn(step) {
    const next = this.chapters[this.chapters.findIndex((one) => one.path === this.path) + step];
    if (next) this.open(next.path);
  }

  follow(event, link, page) {
    const target = new URL(link.href, page.baseURI);
    const base = `${this.base}/${this.ledger.edition}/`;
    const here = new URL(page.baseURI);
    if (target.origin === here.origin && target.pathname.startsWith(base) && target.pathname !== here.pathname) {
      event.preventDefault();
      const path = decodeURIComponent(target.pathname.slice(base.length));
      this.open(path, (arrived) => {
        const node = arrived.getElementById(decodeURIComponent(target.hash.slice(1)));
        if (node) node.scrollIntoView();
      });
      return;
    }
    super.follow(event, link, page);
  }

  reveal(block) {
    const path = (block.epub || '').split('#')[0];
    if (path && path !== this.path) {
      this.chosen = block;
      this.open(path, (arrived) => this.bring(arrived, block));
      return;
    }
    this.mark(block);
    if (this.seen && path) this.bring(this.seen.contentDocument, block);
  }

  chooseFirst() {
    const found = this.seen && this.first(this.seen.contentDocument);
    if (found) this.choose(found.block);
  }
}
