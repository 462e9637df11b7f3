// The web page and the EPUB, each in a frame: a new edition is loaded behind the one that is seen
// and takes its place when it stands at the same words.
import { element } from '/scripts/news.js';

class Frame {
  constructor(body, title, choose) {
    this.body = body;
    this.title = title;
    this.choose = choose;
    this.seen = null;
    this.coming = null;
    this.place = null;
    this.chosen = null;
    this.ledger = null;
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.seen && this.dress(this.seen.contentDocument));
  }

  // Loads an address; `arrive(document)` puts it at its place.
  load(address, arrive) {
    if (this.coming) this.coming.remove();
    const frame = element('iframe', { title: this.title, class: 'is-coming', src: address });
    this.coming = frame;
    frame.addEventListener('load', () => {
      if (this.coming !== frame) return;
      this.coming = null;
      this.listen(frame.contentDocument);
      this.dress(frame.contentDocument);
      arrive(frame.contentDocument);
      if (this.seen) this.seen.remove();
      this.seen = frame;
      frame.classList.remove('is-coming');
      this.mark(this.chosen, frame.contentDocument);
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
      if (block) return block;
    }
    return null;
  }

  // The text in view that was chosen, or else the first, and how far below the upper edge it begins.
  standing(page) {
    const node = page && this.chosen && page.getElementById(this.idOf(this.chosen));
    const box = node && node.getBoundingClientRect();
    if (box && box.top >= 0 && box.top < page.defaultView.innerHeight) return { block: this.chosen, offset: box.top };
    return this.first(page);
  }

  // Where the frame that is seen stands, as far as it is known.
  now() {
    return this.standing(this.seen && this.seen.contentDocument) || this.kept || null;
  }

  first(page) {
    if (!page) return null;
    for (const [id, block] of this.ids()) {
      const node = page.getElementById(id);
      if (!node) continue;
      const box = node.getBoundingClientRect();
      if (box.bottom > 8 && box.height > 0) return { block, offset: box.top };
    }
    return null;
  }

  go(page, block, offset) {
    const node = block && page.getElementById(this.idOf(block));
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
    const id = block && this.idOf(block);
    this.marked = id ? page.getElementById(id) : null;
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
    const node = page.getElementById(this.idOf(block));
    if (!node) return;
    const box = node.getBoundingClientRect();
    if (box.top < 0 || box.bottom > page.defaultView.innerHeight) node.scrollIntoView({ block: 'center', behavior: 'instant' });
  }
}

export class WebPane extends Frame {
  constructor(slug, choose) {
    super(document.getElementById('web-body'), 'The web page of the report', choose);
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

  // Shows another edition; `aim` is the text to go to, if it is not to stay where it was.
  show(ledger, aim) {
    const page = this.seen && this.seen.contentDocument;
    const place = this.now();
    const down = page ? page.scrollingElement.scrollTop : 0;
    this.kept = place;
    this.load(`${this.address}?${ledger.edition}`, (arrived) => {
      this.ledger = ledger;
      this.chosen = ledger.same(this.chosen);
      if (!place || !this.go(arrived, ledger.same(place.block), place.offset)) arrived.scrollingElement.scrollTop = down;
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
    super(document.getElementById('epub-body'), 'The text of the EPUB', choose);
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

  // Shows another edition; `aim` is the text to go to, if it is not to stay where it was.
  show(ledger, aim) {
    const page = this.seen && this.seen.contentDocument;
    const place = this.now();
    const down = page ? page.scrollingElement.scrollTop : 0;
    this.chosen = ledger.same(this.chosen);
    this.ledger = ledger;
    this.list.replaceChildren(...ledger.chapters.map((one) => element('option', { value: one.path }, one.title)));
    const same = place && ledger.same(place.block);
    const isThere = (path) => ledger.chapters.some((one) => one.path === path);
    const path = [aim && aim.epub && aim.epub.split('#')[0], same && same.epub && same.epub.split('#')[0], this.path].find(isThere) || (ledger.chapters[0] || {}).path;
    if (path) {
      this.open(path, (arrived) => {
        if (!same || !this.go(arrived, same, place.offset)) arrived.scrollingElement.scrollTop = down;
        if (aim) this.aim(arrived, aim);
      });
    }
  }

  open(path, arrive = () => {}) {
    const names = path.split('/').map(encodeURIComponent).join('/');
    this.path = path;
    this.list.value = path;
    this.load(`${this.base}/${this.ledger.edition}/${names}`, arrive);
  }

  turn(step) {
    const chapters = this.ledger ? this.ledger.chapters : [];
    const next = chapters[chapters.findIndex((one) => one.path === this.path) + step];
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
