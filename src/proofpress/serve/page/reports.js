// The list of reports, to choose one from.
import { counted, element, hear, phaseWords, tally } from '/scripts/news.js';

const cards = document.getElementById('cards');
const said = document.getElementById('said');
const shown = new Map();
const phases = new Map();

function card(report) {
  const title = element('a', { href: `/reports/${encodeURIComponent(report.slug)}/` });
  const image = element('img', { alt: '', loading: 'lazy', width: 84, height: 119 });
  const made = element('li', { class: 'card' },
    element('div', { class: 'cover' }, image),
    element('div', {},
      element('h2', { dir: 'auto' }, title),
      element('p', { class: 'folder' }, element('code', {}, report.folder)),
      element('p', { class: 'state' },
        element('span', { class: 'lamp', 'aria-hidden': 'true' }), ' ', element('span', { class: 'phase' })),
      element('p', { class: 'tally' })));
  shown.set(report.slug, made);
  return made;
}

function update(made, report) {
  made.dataset.phase = report.phase;
  made.querySelector('h2 a').textContent = report.title;
  made.querySelector('.phase').textContent = phaseWords(report);
  const found = report.phase === 'refused' ? '' : tally(report);
  made.querySelector('.tally').textContent = found;
  const image = made.querySelector('img');
  const cover = report.edition ? `/products/${encodeURIComponent(report.slug)}/cover-small.png?${report.edition}` : '';
  image.hidden = !cover;
  if (cover && image.getAttribute('src') !== cover) image.src = cover;
}

hear((reports) => {
  for (const report of reports) {
    if (!shown.has(report.slug)) cards.append(card(report));
    update(shown.get(report.slug), report);
    const former = phases.get(report.slug);
    if (former && former !== report.phase && ['published', 'refused', 'failed', 'gone'].includes(report.phase)) {
      said.textContent = `${report.title}: ${phaseWords(report)}`;
    }
    phases.set(report.slug, report.phase);
  }
  const busy = reports.filter((one) => ['waiting', 'building'].includes(one.phase)).length;
  const refused = reports.filter((one) => one.phase === 'refused').length;
  document.getElementById('summary').textContent = [
    counted(reports.length, 'report'),
    busy ? `${busy} being built` : '',
    refused ? `${refused} not published` : '',
  ].filter(Boolean).join(' · ');
});
