// What was found, each with the way to its line in the source.
import { element, fetched, languageOf, speak, tally } from '/scripts/news.js';

// By what a finding is known again, the surest first: lines and words move while one writes.
const LIKENESSES = [(one) => JSON.stringify(one), (one) => `${one.id} ${one.message}`, (one) => one.id];

export class Findings {
  constructor(slug, jump) {
    this.address = `/reports/${encodeURIComponent(slug)}/findings`;
    this.jump = jump;
    this.body = document.getElementById('findings-body');
    this.list = document.getElementById('found');
    this.empty = document.getElementById('findings-empty');
    this.told = null;
    this.language = null;
  }

  async show(report) {
    const said = await fetched(this.address);
    if (!said) return;
    this.fill(said.findings);
    this.empty.hidden = said.findings.length > 0;
    this.empty.textContent = report.phase === 'published' ? 'Nothing was found: the report is sound.'
      : report.edition ? 'Nothing was found in the former version.' : 'Nothing was found yet.';
    document.getElementById('tally').textContent = tally(report);
    document.getElementById('count').textContent = said.findings.length ? String(said.findings.length) : '';
  }

  // Shows a list where it is another than the one that is shown; what is unfolded stays so, and the
  // focus stays with its finding.
  fill(findings) {
    const told = JSON.stringify(findings);
    if (told === this.told) return;
    this.told = told;
    const down = this.body.scrollTop;
    const focused = this.list.contains(document.activeElement) ? document.activeElement : null;
    const item = focused && focused.closest('.finding');
    const number = item ? stops(item).indexOf(focused) : 0;
    const formers = paired(findings, [...this.list.children]);
    const items = findings.map((one) => this.item(one, formers.get(one)));
    this.list.replaceChildren(...items);
    if (focused) this.refocus(focused, number, items[findings.findIndex((one) => formers.get(one) === item)]);
    this.body.scrollTop = down;
  }

  refocus(focused, number, item) {
    const next = focused.isConnected ? focused : item ? stops(item)[number] || stops(item)[0] : this.body;
    next.focus({ preventScroll: true });
  }

  // Says in which language the report is, once that is known.
  speak(language) {
    this.language = language;
    for (const item of this.list.children) this.name(item);
  }

  // Names the language of a line that is quoted.
  name(item) {
    const excerpt = item.querySelector('.excerpt code');
    if (excerpt) speak(excerpt, languageOf(item.finding.span.path, this.language));
  }

  // A finding; its explanation is that of `former`, which is of the same kind.
  item(one, former) {
    const item = element('li', { class: `finding ${one.severity}` },
      element('p', { class: 'weight' }, element('strong', {}, one.severity === 'error' ? 'Error' : 'Warning'), ' ', element('code', {}, one.id)),
      element('p', { class: 'message', dir: 'auto' }, `${one.message}.`),
      one.help ? element('p', { class: 'help', dir: 'auto' }, one.help) : '',
      one.span ? this.place(one.span) : '',
      one.excerpt ? element('p', { class: 'excerpt' }, element('code', { dir: 'auto' }, one.excerpt)) : '',
      ...one.notes.map((note) => element('div', { class: 'note' }, element('p', { dir: 'auto' }, note.message), note.span ? this.place(note.span) : '')),
      former ? former.querySelector('details') : this.explanation(one.id));
    item.finding = one;
    this.name(item);
    return item;
  }

  place(span) {
    if (!span.isOpen) return element('p', {}, element('code', {}, span.place));
    const button = element('button', { type: 'button', class: 'place' }, `${span.path}:${span.line}:${span.column}`);
    button.addEventListener('click', () => this.jump(span));
    return button;
  }

  explanation(id) {
    const text = element('div', { class: 'explanation' });
    const folded = element('details', {}, element('summary', {}, 'What this means'), text);
    folded.addEventListener('toggle', async () => {
      if (!folded.open || text.childNodes.length) return;
      const answer = await fetch(`/explain/${encodeURIComponent(id)}`).catch(() => null);
      text.textContent = answer && answer.ok ? (await answer.text()).trim() : 'There is no explanation.';
    });
    return folded;
  }
}

// Where the keyboard stops in a finding, in their order.
const stops = (item) => [...item.querySelectorAll('button, summary')];

// Finds for each finding the item that showed it before, or one that was like it.
function paired(findings, items) {
  const formers = new Map();
  const left = new Set(items);
  for (const likeness of LIKENESSES) {
    const known = Map.groupBy(left, (item) => likeness(item.finding));
    for (const one of findings) {
      const item = formers.has(one) ? null : (known.get(likeness(one)) || []).shift();
      if (!item) continue;
      formers.set(one, item);
      left.delete(item);
    }
  }
  return formers;
}
