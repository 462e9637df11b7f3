// What was found, each with the way to its line in the source.
import { element, fetched, tally } from '/scripts/news.js';

export class Findings {
  constructor(slug, jump) {
    this.address = `/reports/${encodeURIComponent(slug)}/findings`;
    this.jump = jump;
    this.body = document.getElementById('findings-body');
    this.list = document.getElementById('found');
    this.empty = document.getElementById('findings-empty');
  }

  async show(report) {
    const said = await fetched(this.address);
    if (!said) return;
    const down = this.body.scrollTop;
    this.list.replaceChildren(...said.findings.map((one) => this.item(one)));
    this.body.scrollTop = down;
    this.empty.hidden = said.findings.length > 0;
    this.empty.textContent = report.phase === 'published' ? 'Nothing was found: the report is sound.'
      : report.edition ? 'Nothing was found in the former version.' : 'Nothing was found yet.';
    document.getElementById('tally').textContent = tally(report);
    document.getElementById('count').textContent = said.findings.length ? String(said.findings.length) : '';
  }

  item(one) {
    return element('li', { class: `finding ${one.severity}` },
      element('p', { class: 'weight' }, element('strong', {}, one.severity === 'error' ? 'Error' : 'Warning'), ' ', element('code', {}, one.id)),
      element('p', { class: 'message', dir: 'auto' }, `${one.message}.`),
      one.help ? element('p', { class: 'help', dir: 'auto' }, one.help) : '',
      one.span ? this.place(one.span) : '',
      one.excerpt ? element('p', { class: 'excerpt' }, element('code', { dir: 'auto' }, one.excerpt)) : '',
      ...one.notes.map((note) => element('div', { class: 'note' }, element('p', { dir: 'auto' }, note.message), note.span ? this.place(note.span) : '')),
      this.explanation(one.id));
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
