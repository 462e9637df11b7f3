// News of the server: what is known of all reports, whenever it changes, and word when it is gone.

const PATIENCE = 30000; // Milliseconds: a browser opens six connections, and hidden tabs need none.

// Calls `tell(reports)` with each news; shows in `#lost` that the server is gone.
export function hear(tell) {
  let stream = null;
  let leaving = 0;
  let began = null;
  const lost = document.getElementById('lost');

  const open = () => {
    if (stream) return;
    stream = new EventSource('/events');
    stream.onmessage = (event) => {
      const said = JSON.parse(event.data);
      // Another server may be another Proofpress: its page goes with it.
      if (began && began !== said.began) location.reload();
      began = said.began;
      lost.hidden = true;
      document.body.classList.remove('is-lost');
      tell(said.reports);
    };
    stream.addEventListener('farewell', () => sayLost('The preview was ended on its terminal.'));
    stream.onerror = () => sayLost('The preview’s server does not answer.');
  };
  const close = () => {
    if (stream) stream.close();
    stream = null;
  };
  const sayLost = (why) => {
    if (!lost.hidden) return;
    const at = new Date().toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
    lost.replaceChildren(
      element('strong', {}, why),
      ` What you see is as of ${at}. Start `,
      element('code', {}, 'proofpress serve'),
      ' again, and this page goes on by itself.',
    );
    lost.hidden = false;
    document.body.classList.add('is-lost');
    const phase = document.getElementById('phase');
    if (phase) phase.textContent = 'Not connected';
  };

  document.addEventListener('visibilitychange', () => {
    clearTimeout(leaving);
    if (document.hidden) leaving = setTimeout(close, PATIENCE);
    else open();
  });
  window.addEventListener('pagehide', close);
  window.addEventListener('pageshow', open);
  open();
}

// Makes an element; words become text, never markup.
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.filter((child) => child !== null && child !== ''));
  return made;
}

// Says in which language the words of an element are; null for ours.
export function speak(node, language) {
  if (language) node.lang = language;
  else node.removeAttribute('lang');
}

// The language of a file of a report, as far as one knows: what stands outside its folder is the
// house's, and may be in another.
export const languageOf = (path, language) => (path.startsWith('../') ? null : language);

export const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

// Says what was found, such as “2 errors, 1 warning”; nothing for nothing.
export function tally(report) {
  return [[report.errors, 'error'], [report.warnings, 'warning']]
    .filter(([count]) => count)
    .map(([count, noun]) => counted(count, noun))
    .join(', ');
}

export function clock(seconds) {
  const then = new Date(seconds * 1000);
  const time = then.toLocaleTimeString([], { hour: 'numeric', minute: '2-digit' });
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${then.toLocaleDateString([], { day: 'numeric', month: 'long', year: 'numeric' })}, ${time}`;
}

// Says in a few words how far a report is.
export function phaseWords(report) {
  switch (report.phase) {
    case 'waiting': return 'Waiting for its turn';
    case 'building': return `Building: ${report.doing} …`;
    case 'published': return `Published ${clock(report.publishedAt)}`;
    case 'refused': return report.edition ? `Not published: ${tally(report)}` : `Not published yet: ${tally(report)}`;
    case 'failed': return 'Proofpress failed';
    default: return 'Its folder is gone';
  }
}

// Fetches a value; null when there is none, or the server is gone.
export async function fetched(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
