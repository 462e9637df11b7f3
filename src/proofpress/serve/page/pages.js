// The pages of the PDF: a picture of each near the view, texts on them that can be chosen, and the
// place in them, which stays when the report is built anew.
import { element, fetched, speak } from '/scripts/news.js';

const AT_ONCE = 2; // Pictures that are asked for at once: the server draws one after the other.
const STEP = 160; // Pixels; widths are rounded up to these, so that few pictures serve all windows.
const ZOOMS = [50, 65, 80, 100, 125, 150, 200, 250];

export class Pages {
  constructor(slug, choose) {
    this.address = `/reports/${encodeURIComponent(slug)}/pages`;
    this.choose = choose;
    this.body = document.getElementById('pdf-body');
    this.list = document.getElementById('sheets');
    this.field = document.getElementById('page-number');
    this.items = [];
    this.key = null;
    this.ledger = null;
    this.near = new Set();
    this.wanted = new Set();
    this.flights = 0;
    this.zoom = 100;
    this.width = 0;
    this.pending = null;
    this.chosen = null;
    this.left = null; // The text in focus until its page was set ahead.
    this.watcher = new IntersectionObserver((entries) => this.look(entries), { root: this.body, rootMargin: '80% 0px' });
    new ResizeObserver(() => this.resized()).observe(this.body);
    this.body.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.list.addEventListener('click', (event) => this.clicked(event));
    this.list.addEventListener('keydown', (event) => this.stepped(event));
    // While the window is left, the focus stays where it is.
    this.body.addEventListener('focusout', () => { if (document.activeElement !== this.body) this.left = null; });
    this.listen('page-back', () => this.goTo(this.current() - 1));
    this.listen('page-on', () => this.goTo(this.current() + 1));
    this.listen('smaller', () => this.setZoom(ZOOMS[Math.max(0, ZOOMS.indexOf(this.zoom) - 1)]));
    this.listen('larger', () => this.setZoom(ZOOMS[Math.min(ZOOMS.length - 1, ZOOMS.indexOf(this.zoom) + 1)]));
    this.field.addEventListener('change', () => this.goTo(Number.parseInt(this.field.value, 10) - 1));
  }

  listen(id, deed) {
    document.getElementById(id).addEventListener('click', deed);
  }

  // Begins where the page was when it was left.
  begin(place, zoom) {
    this.kept = place || null;
    if (ZOOMS.includes(zoom)) {
      this.zoom = zoom;
      this.list.style.setProperty('--zoom', `${zoom}%`);
    }
  }

  // Shows other pages; the place stays where the same words stand.
  show(said, ledger) {
    const place = this.placeKept() || this.place();
    const focused = this.inFocus();
    this.key = said.key;
    this.ledger = ledger.edition === said.edition ? ledger : null;
    while (this.items.length > said.pages.length) this.drop(this.items.pop());
    said.pages.forEach((page, index) => {
      if (!this.items[index]) this.add(index);
      this.dress(this.items[index], page, index, said.pages.length);
    });
    document.getElementById('page-count').textContent = said.pages.length ? `of ${said.pages.length}` : '';
    if (place) this.take(place);
    this.keep(place);
    for (const item of this.near) this.want(item);
    this.mark(this.chosen && this.ledger ? this.ledger.same(this.chosen) : null);
    if (focused) this.refocus(focused);
    this.scrolled();
  }

  // The text in focus, and which of its places; null for none.
  inFocus() {
    const node = document.activeElement;
    if (node === this.body) return this.left;
    return this.list.contains(node) && node.block ? { block: node.block, index: node.block.places.indexOf(node.place) } : null;
  }

  // Gives the focus back to a text.  Pages that were set ahead have none: then it waits beside them.
  refocus(focused) {
    const block = this.ledger ? this.ledger.same(focused.block) : null;
    const place = block && (block.places[focused.index] || block.places[0]);
    const item = place && this.items.find((one) => one.page.former === place.page);
    if (item) this.lay(item);
    const button = item && [...item.paper.lastElementChild.children].find((one) => one.place === place);
    (button || this.body).focus({ preventScroll: true });
    this.left = button ? null : focused;
  }

  // Pages that were set ahead have no texts to hold on to: where the reader was before they came is
  // kept until the whole is there, unless the reader moves on.
  keep(place) {
    const isLost = place && place.block && this.ledger && this.topOf(place.block) === null;
    this.held = isLost ? { place, top: this.body.scrollTop } : null;
  }

  placeKept() {
    return this.held && Math.abs(this.body.scrollTop - this.held.top) < 2 ? this.held.place : null;
  }

  add(index) {
    const image = element('img', { alt: '', draggable: 'false' });
    const paper = element('div', { class: 'paper' }, image, element('div', { class: 'blocks' }));
    const caption = element('p', { class: 'caption' }, element('span', { class: 'folio' }), ' ', element('span', { class: 'begins', dir: 'auto' }));
    const item = { index, image, paper, caption, picture: null, node: element('li', { class: 'sheet' }, paper, caption) };
    item.node.item = item;
    this.items.push(item);
    this.list.append(item.node);
    this.watcher.observe(item.node);
  }

  drop(item) {
    this.watcher.unobserve(item.node);
    this.near.delete(item);
    this.wanted.delete(item);
    item.node.remove();
  }

  dress(item, page, index, count) {
    const formerPage = item.page;
    item.page = page;
    item.paper.style.setProperty('--ratio', `${page.width} / ${page.height}`);
    const isFresh = page.former === null;
    item.node.classList.toggle('is-fresh', isFresh);
    item.image.alt = `Page ${index + 1} of ${count}`;
    item.caption.querySelector('.folio').textContent = page.folio;
    const begins = item.caption.querySelector('.begins');
    const language = this.ledger ? this.ledger.language : null;
    begins.textContent = isFresh ? 'set just now' : page.begins;
    speak(begins, isFresh ? null : language);
    speak(item.paper.lastElementChild, language);
    if (item.hasBlocks && this.holds(item, formerPage)) return;
    item.paper.lastElementChild.replaceChildren();
    item.hasBlocks = false;
  }

  // Lets the buttons of a page stand, each for the text that it is now, where these are what and
  // where they were; false for other texts.
  holds(item, formerPage) {
    const texts = this.textsOf(item);
    const buttons = [...item.paper.lastElementChild.children];
    const isSame = item.page.width === formerPage.width && item.page.height === formerPage.height
      && texts.length === buttons.length && texts.every((one, index) => isAlike(one, buttons[index]));
    if (isSame) buttons.forEach((button, index) => Object.assign(button, texts[index]));
    return isSame;
  }

  textsOf(item) {
    return this.ledger && item.page.former !== null ? this.ledger.onPage(item.page.former) : [];
  }

  look(entries) {
    for (const entry of entries) {
      const item = entry.target.item;
      if (entry.isIntersecting) {
        this.near.add(item);
        this.want(item);
      } else {
        this.near.delete(item);
        this.wanted.delete(item);
      }
    }
  }

  want(item) {
    this.lay(item);
    this.wanted.add(item);
    this.draw();
  }

  // Lays a button over each text of a page, so that it can be chosen.
  lay(item) {
    if (item.hasBlocks || !this.ledger || item.page.former === null) return;
    item.hasBlocks = true;
    const buttons = this.textsOf(item).map(({ block, place }) => {
      // What has no words is named in ours.
      const button = element('button', { type: 'button', class: 'block', tabindex: '-1', 'aria-label': block.text || block.kind, lang: block.text ? null : 'en' });
      Object.assign(button, { block, place });
      button.style.left = percent(place.left - 3, item.page.width);
      button.style.bottom = percent(place.bottom - 2, item.page.height);
      button.style.width = percent(place.right - place.left + 6, item.page.width);
      button.style.height = percent(place.top - place.bottom + 4, item.page.height);
      // What is smaller lies above what it stands in.
      button.style.zIndex = String(Math.max(1, Math.round(1000 - ((place.right - place.left) * (place.top - place.bottom)) / 500)));
      button.classList.toggle('is-chosen', block === this.chosen);
      return button;
    });
    if (buttons.length) buttons[0].tabIndex = 0;
    item.paper.lastElementChild.replaceChildren(...buttons);
  }

  async draw() {
    if (this.flights >= AT_ONCE || !this.wanted.size || !this.key || !this.width) return;
    const here = this.current();
    const item = [...this.wanted].sort((one, other) => Math.abs(one.index - here) - Math.abs(other.index - here))[0];
    this.wanted.delete(item);
    this.flights += 1;
    const key = this.key;
    const wide = Math.ceil((item.paper.clientWidth * Math.min(window.devicePixelRatio, 2)) / STEP) * STEP;
    const said = await fetched(`${this.address}/${key}/${item.index}?width=${wide}`);
    if (said && key === this.key && said.picture !== item.picture) await this.hang(item, said.picture, key);
    this.flights -= 1;
    this.draw();
  }

  // Shows a picture once it is whole: what stood there stands until then.
  async hang(item, picture, key) {
    const next = new Image();
    next.src = picture;
    try {
      await next.decode();
    } catch {
      if (key === this.key && this.near.has(item)) setTimeout(() => this.want(item), 500);
      return;
    }
    if (key !== this.key) return;
    item.picture = picture;
    item.image.src = picture;
    item.node.classList.add('is-drawn');
  }

  resized() {
    const width = this.body.clientWidth;
    if (!width || width === this.width) return;
    const place = this.pending || this.kept;
    this.width = width;
    this.pending = null;
    if (place) this.take(place);
    for (const item of this.near) this.want(item);
  }

  setZoom(zoom) {
    const place = this.place();
    this.zoom = zoom;
    this.list.style.setProperty('--zoom', `${zoom}%`);
    if (place) this.take({ ...place, block: null });
    for (const item of this.near) this.want(item);
  }

  scrolled() {
    if (!this.width || !this.items.length) return;
    this.kept = this.place();
    if (document.activeElement !== this.field) this.field.value = this.items.length ? String(this.current() + 1) : '';
  }

  // The page that stands in the upper part of the view (counted from 0).
  current() {
    const line = this.body.scrollTop + this.body.clientHeight / 3;
    let found = 0;
    for (const item of this.items) {
      if (item.node.offsetTop > line) break;
      found = item.index;
    }
    return found;
  }

  goTo(index) {
    if (!this.items.length || Number.isNaN(index)) return;
    const item = this.items[Math.max(0, Math.min(this.items.length - 1, index))];
    this.body.scrollTop = item.node.offsetTop - 12;
    this.scrolled();
  }

  // Goes to the first page that was set ahead of the rest.
  goToFresh() {
    this.goTo(this.items.findIndex((item) => item.page.former === null));
  }

  // Where the view is: a page, how far down on it, and the text in view that was chosen, or else the
  // first that begins in it.
  place() {
    if (!this.width || !this.body.clientWidth || !this.items.length) return this.pending || this.kept || null;
    const top = this.body.scrollTop;
    const item = this.items.find((one) => one.node.offsetTop + one.node.offsetHeight > top) || this.items.at(-1);
    const height = item.paper.offsetHeight || 1;
    const found = { page: item.index, down: (top - item.node.offsetTop) / height, block: null };
    const chosen = this.chosen && this.ledger ? this.topOf(this.chosen) : null;
    if (chosen !== null && chosen >= top && chosen < top + this.body.clientHeight) {
      found.block = this.chosen;
      found.offset = chosen - top;
    } else if (this.ledger && item.page.former !== null) {
      const edge = item.page.height * (1 - found.down);
      const texts = this.ledger.onPage(item.page.former).filter(({ place }) => place.top <= edge);
      if (texts.length) {
        found.block = texts[0].block;
        found.offset = ((edge - texts[0].place.top) / item.page.height) * height;
      }
    }
    return found;
  }

  take(place) {
    if (!this.body.clientWidth) {
      this.pending = place;
      return;
    }
    const block = this.ledger && place.block ? this.ledger.same(place.block) : null;
    const top = block ? this.topOf(block) : null;
    if (top !== null) {
      this.body.scrollTop = top - place.offset;
      return;
    }
    const item = this.items[Math.min(place.page, this.items.length - 1)];
    if (item) this.body.scrollTop = item.node.offsetTop + place.down * item.paper.offsetHeight;
  }

  itemOf(block) {
    return block.places.length ? this.items.find((one) => one.page.former === block.places[0].page) : null;
  }

  topOf(block) {
    const item = this.itemOf(block);
    if (!item) return null;
    return item.node.offsetTop + (1 - block.places[0].top / item.page.height) * item.paper.offsetHeight;
  }

  // Marks a text, and shows it when it is out of view.
  reveal(block) {
    this.mark(block);
    const top = this.topOf(block);
    if (top === null) return;
    const view = this.body.clientHeight;
    if (!view) {
      const item = this.itemOf(block);
      this.pending = { page: item.index, down: Math.max(0, 1 - block.places[0].top / item.page.height - 0.15), block: null };
    } else if (top < this.body.scrollTop || top > this.body.scrollTop + view * 0.8) {
      this.body.scrollTop = top - view / 3;
    }
  }

  mark(block) {
    this.chosen = block;
    for (const button of this.list.querySelectorAll('.block')) button.classList.toggle('is-chosen', button.block === block);
  }

  clicked(event) {
    const button = event.target.closest('.block');
    if (button) this.choose(button.block);
  }

  // Arrow keys go from text to text, over the edge of a page too.
  stepped(event) {
    const button = event.target.closest('.block');
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!button || !step) return;
    event.preventDefault();
    let next = step > 0 ? button.nextElementSibling : button.previousElementSibling;
    const item = this.items[button.closest('.sheet').item.index + step];
    if (!next && item) {
      this.lay(item);
      const buttons = item.paper.querySelectorAll('.block');
      next = step > 0 ? buttons[0] : buttons[buttons.length - 1];
    }
    if (next) next.focus();
  }
}

const SIDES = ['left', 'bottom', 'right', 'top'];
const isAlike = (one, other) => one.block.text === other.block.text && one.block.kind === other.block.kind
  && SIDES.every((side) => one.place[side] === other.place[side]);

const percent = (part, whole) => `${((part / whole) * 100).toFixed(3)}%`;
