// The ledger: where each text of the edition stands in its source, the PDF, the EPUB and the web page.

export class Ledger {
  constructor(said) {
    this.edition = said ? said.edition : null;
    this.language = said ? said.language : null;
    this.chapters = said ? said.chapters : [];
    this.blocks = (said ? said.blocks : []).map((one, index) => ({
      index,
      id: one.id,
      kind: one.kind,
      text: one.text,
      source: one.source && { path: one.source[0], line: one.source[1], column: one.source[2] },
      places: one.pdf.map(([page, left, bottom, right, top]) => ({ page, left, bottom, right, top })),
      epub: one.epub,
      web: one.web,
    }));
    this.pages = new Map();
    this.webs = new Map();
    this.epubs = new Map();
    for (const block of this.blocks) {
      for (const place of block.places) {
        if (!this.pages.has(place.page)) this.pages.set(place.page, []);
        this.pages.get(place.page).push({ block, place });
      }
      keepLonger(this.webs, block.web, block);
      keepLonger(this.epubs, block.epub, block);
    }
  }

  // Texts on a page of the edition (counted from 0), in the order of reading.
  onPage(page) {
    return this.pages.get(page) || [];
  }

  // The text that is written at a line, or the one that begins before it.
  at(path, line) {
    let best = null;
    for (const block of this.blocks) {
      if (!block.source || block.source.path !== path || block.source.line > line) continue;
      const isLater = !best || block.source.line > best.source.line;
      // A note's number stands apart from its words; what stands on no page is no aim.
      const isPoor = best && (best.kind === 'note-number' || !best.places.length);
      if (isLater || (isPoor && best.source.line === block.source.line)) best = block;
    }
    return best;
  }

  // The text of this edition that another edition's text has become.
  same(former) {
    if (!former) return null;
    let byText = null;
    let byId = null;
    for (const block of this.blocks) {
      const isSameText = block.text === former.text && block.kind === former.kind;
      if (isSameText && block.id === former.id) return block;
      if (isSameText && (!byText || Math.abs(block.index - former.index) < Math.abs(byText.index - former.index))) byText = block;
      if (block.id === former.id && block.kind === former.kind) byId = block;
    }
    return byText || byId;
  }
}

function keepLonger(map, key, block) {
  if (key && !(map.has(key) && map.get(key).text.length >= block.text.length)) map.set(key, block);
}
