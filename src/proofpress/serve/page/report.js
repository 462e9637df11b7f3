// The preview of one report: hears the news, shows the panes, and leads from one to the others.
import { clock, element, fetched, hear, phaseWords, speak, tally } from '/scripts/news.js';
import { EpubPane, WebPane } from '/scripts/frames.js';
import { Findings } from '/scripts/findings.js';
import { Ledger } from '/scripts/ledger.js';
import { Pages } from '/scripts/pages.js';
import { Source } from '/scripts/source.js';

const slug = decodeURIComponent(location.pathname.split('/')[2]);
const here = `/reports/${encodeURIComponent(slug)}`;
const narrow = matchMedia('(max-width: 60rem)');
const NAMES = ['pdf', 'web', 'epub', 'findings', 'source'];
const announce = (words) => { document.getElementById('said').textContent = words; };

// ---------------------------------------------------------------- panes
const store = (name) => ({
  read() { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
  write(value) { try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* as before */ } },
});
const kept = store('proofpress-panes');
let open = new Set();
let report = null;

function setPanes(names, { isKept = true } = {}) {
  open = new Set(names);
  for (const name of NAMES) {
    document.getElementById(name).hidden = !open.has(name);
    document.querySelector(`[data-pane=${name}]`).setAttribute('aria-pressed', String(open.has(name)));
  }
  const side = document.querySelector('.side');
  side.hidden = !open.has('findings') && !open.has('source');
  side.classList.toggle('has-both', open.has('findings') && open.has('source'));
  if (isKept && !narrow.matches) kept.write([...open]);
  if (report) showNotice();
}

function usualPanes() {
  if (narrow.matches) return [report && report.phase === 'refused' && !report.edition ? 'findings' : 'pdf'];
  const known = kept.read();
  if (Array.isArray(known)) return known.filter((name) => NAMES.includes(name));
  return window.innerWidth >= 1700 ? NAMES : NAMES.filter((name) => name !== 'epub');
}

function showPane(name) {
  if (open.has(name)) return;
  setPanes(narrow.matches ? [name] : [...open, name]);
  fillPanes();
}

for (const button of document.querySelectorAll('[data-pane]')) {
  button.addEventListener('click', () => {
    const name = button.dataset.pane;
    if (narrow.matches) setPanes([name]);
    else if (!open.has(name)) setPanes([...open, name]);
    else if (open.size > 1) setPanes([...open].filter((one) => one !== name));
    fillPanes();
  });
}
narrow.addEventListener('change', () => { setPanes(usualPanes(), { isKept: false }); fillPanes(); });

// ---------------------------------------------------------------- one leads to the others
let ledger = new Ledger(null);
let advance = null; // What was made of the web page and the EPUB ahead of the rest.
const pages = new Pages(slug, (block) => choose(block, 'pdf'));
const web = new WebPane(slug, (block) => choose(block, 'web'));
const epub = new EpubPane(slug, (block) => choose(block, 'epub'));
const source = new Source(slug, fromSource);
const findings = new Findings(slug, (span) => {
  showPane('source');
  source.open({ ...span, of: 'finding' }, { isFocused: true }).then(() => source.tell(false));
  announce(`${span.path}, line ${span.line}`);
});

function reveal(block, from) {
  if (from === 'pdf') pages.mark(block);
  else pages.reveal(block);
  if (from === 'web') web.mark(block);
  else web.reveal(block);
  if (from === 'epub') epub.mark(block);
  else if (open.has('epub')) epub.reveal(block);
}

function choose(found, from) {
  // A frame may still show the edition before.
  const block = ledger.same(found) || found;
  reveal(block, from);
  if (!block.source) {
    announce('These words are made by Proofpress; they are written in no source.');
    return;
  }
  showPane('source');
  source.open(block.source, { isFocused: narrow.matches });
  announce(`${block.source.path}, line ${block.source.line}`);
}

function fromSource({ path, line }, isShown) {
  const block = ledger.at(path, line);
  if (!block) {
    if (isShown) announce('Nothing in the products comes of this line.');
    return;
  }
  if (isShown) showPane('pdf');
  reveal(block, 'source');
  const place = block.places[0];
  if (isShown && place) announce(`Page ${place.page + 1}`);
}

// ---------------------------------------------------------------- places, kept when the page is loaded anew
const placeName = 'proofpress-place-' + slug;
let before = {};
try { before = JSON.parse(sessionStorage.getItem(placeName)) || {}; } catch { /* from the beginning */ }
pages.begin(before.pdf, before.zoom);
web.kept = before.web || null;
epub.begin(before.epub, before.part);
window.addEventListener('pagehide', () => {
  const now = {
    pdf: pages.place(), zoom: pages.zoom, web: web.now(), epub: epub.now(), part: epub.path,
    source: source.said && { path: source.said.path, line: source.line, of: 'now' },
  };
  try { sessionStorage.setItem(placeName, JSON.stringify(now)); } catch { /* as before */ }
});

// ---------------------------------------------------------------- news
let shownFound = null;
let shownSheets = null;
let round = 0;
const follow = document.getElementById('follow');
const follows = store('proofpress-follow');
follow.checked = follows.read() === true;
follow.addEventListener('change', () => follows.write(follow.checked));
const filled = { web: null, epub: null };

function fillPanes(aim = null) {
  if (!ledger.edition) return;
  for (const [name, pane] of [['web', web], ['epub', epub]]) {
    const wanted = `${ledger.edition} ${advance ? advance.number : 0}`;
    if (open.has(name) && filled[name] !== wanted) {
      filled[name] = wanted;
      pane.show(ledger, aim, advance);
    }
  }
}

// Takes the ledger of another edition, and says in which language its words are.
function take(other) {
  ledger = other;
  source.speak(ledger.language);
  findings.speak(ledger.language);
  showTitle();
}

async function renew() {
  const mine = ++round;
  const news = report;
  if (shownFound !== `${news.found} ${news.ahead} ${news.phase}`) {
    shownFound = `${news.found} ${news.ahead} ${news.phase}`;
    await findings.show(news);
  }
  if (source.said) source.renew();
  else source.open(before.source || { path: 'report.md', line: 0 });
  const wanted = `${news.edition} ${news.ahead} ${news.found} ${news.advance}`;
  if (shownSheets === wanted || (!news.edition && !news.ahead)) return;
  const asksLedger = news.edition && ledger.edition !== news.edition;
  const asksAdvance = news.edition && news.advance;
  const [said, sheets, made] = await Promise.all([
    asksLedger ? fetched(`${here}/ledger`) : null,
    fetched(`${here}/pages`),
    asksAdvance ? fetched(`${here}/advance`) : null,
  ]);
  // Another edition came meanwhile: its news follows.
  if (mine !== round || !sheets || (asksLedger && !said)) return;
  shownSheets = wanted;
  const isFirst = !ledger.edition;
  if (said) take(new Ledger(said));
  advance = made && made.edition === ledger.edition ? made : null;
  pages.show(sheets, ledger);
  const aim = said && !isFirst && follow.checked && news.changed ? ledger.at(news.changed.path, news.changed.line) : null;
  fillPanes(aim);
  if (aim) pages.reveal(aim);
  else if (news.ahead && follow.checked) pages.goToFresh();
}

function notice() {
  const { phase, edition, doing, folder } = report;
  const former = edition ? ` What you see is the former version, of ${clock(report.publishedAt)}.` : '';
  if (phase === 'refused') {
    const button = element('button', { type: 'button' }, 'Show what was found');
    button.addEventListener('click', () => { showPane('findings'); document.getElementById('findings-body').focus(); });
    const words = edition ? former : ' Mend them, and the pages appear here.';
    return ['refused', element('strong', {}, edition ? `Not published: ${tally(report)}.` : `Nothing is published yet: ${tally(report)}.`), words, ' ', open.has('findings') ? '' : button];
  }
  if (phase === 'failed') return ['refused', element('strong', {}, 'This is a fault of Proofpress, not of the report'), `: ${doing}.${former}`];
  if (phase === 'gone') return ['refused', element('strong', {}, `There is no folder “${folder}” any more.`), ' Once it is there again, the preview goes on.', former];
  if (report.ahead) {
    const button = element('button', { type: 'button' }, 'Show them');
    button.addEventListener('click', () => { showPane('pdf'); pages.goToFresh(); });
    return ['ahead', 'Some pages were set just now; the rest follows. ', button];
  }
  return null;
}

function showNotice() {
  const [kind, ...words] = notice() || [''];
  const former = document.getElementById('notice');
  const place = former.cloneNode();
  place.hidden = !words.length;
  place.className = kind ? `notice is-${kind}` : 'notice';
  place.append(...words.filter((one) => one !== ''));
  if (place.isEqualNode(former)) return;
  const isFocused = former.contains(document.activeElement);
  former.replaceWith(place);
  if (isFocused) (place.querySelector('button') || document.getElementById('panes')).focus({ preventScroll: true });
}

// Until there is an edition, a report is called by the name of its folder.
function showTitle() {
  const title = document.getElementById('title');
  title.textContent = report.title;
  speak(title, report.edition ? ledger.language : null);
}

function showState() {
  document.body.dataset.phase = report.phase;
  showTitle();
  document.getElementById('phase').textContent = phaseWords(report);
  const mark = { refused: '✕ ', failed: '✕ ', gone: '✕ ', building: '… ', waiting: '… ' }[report.phase] || '';
  document.title = `${mark}${report.title} | Proofpress`;
  showNotice();
  const hasEdition = report.edition !== null;
  const wait = { building: 'The report is being built; its pages appear here.', waiting: 'The report waits for its turn; its pages appear here.' }[report.phase]
    || 'Nothing is published yet.';
  for (const empty of document.querySelectorAll('#pdf .empty, #web .empty, #epub .empty')) {
    empty.hidden = hasEdition || (report.ahead && empty.id === 'pdf-empty');
    empty.textContent = wait;
  }
  for (const [id, file] of [['pdf-file', `${slug}.pdf`], ['web-file', 'index.html'], ['proof-file', 'proof.html']]) {
    const link = document.getElementById(id);
    link.hidden = !hasEdition;
    link.href = `/products/${encodeURIComponent(slug)}/${encodeURIComponent(file)}`;
  }
}

function showChoice(reports) {
  const list = document.getElementById('chosen');
  document.getElementById('choice').hidden = reports.length < 2;
  // The choice says the title to the eye; the heading stays for those who hear the page.
  document.getElementById('title').classList.toggle('unseen', reports.length > 1);
  const mark = (one) => ({ refused: ' (not published)', failed: ' (failed)', gone: ' (gone)' }[one.phase] || '');
  const words = reports.map((one) => `${one.title}${mark(one)}`);
  if (list.dataset.words === words.join('\n')) return;
  list.dataset.words = words.join('\n');
  list.replaceChildren(...reports.map((one, index) => element('option', { value: one.slug, selected: one.slug === slug }, words[index])));
}

document.getElementById('chosen').addEventListener('change', (event) => {
  location.href = `/reports/${encodeURIComponent(event.target.value)}/`;
});

const settled = ['published', 'refused', 'failed', 'gone'];
hear((reports) => {
  const news = reports.find((one) => one.slug === slug);
  if (!news) {
    location.href = '/';
    return;
  }
  const former = report;
  report = news;
  if (!former) setPanes(usualPanes(), { isKept: false });
  showState();
  showChoice(reports);
  if (former && former.phase !== news.phase) {
    if (settled.includes(news.phase)) announce(phaseWords(news));
    else if (settled.includes(former.phase)) announce('Building');
  }
  renew();
});
