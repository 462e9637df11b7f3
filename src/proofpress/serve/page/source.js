// A source as it is written now, one line marked; from a line on to its page.
import { element, fetched, languageOf, speak } from '/scripts/news.js';

export class Source {
  constructor(slug, chosen) {
    this.address = `/reports/${encodeURIComponent(slug)}/source`;
    this.chosen = chosen;
    this.body = document.getElementById('source-body');
    this.list = document.getElementById('lines');
    this.files = document.getElementById('file');
    this.empty = document.getElementById('source-empty');
    this.said = null;
    this.line = 0;
    this.language = null;
    this.files.addEventListener('change', () => this.open({ path: this.files.value, line: 1 }));
    this.list.addEventListener('click', (event) => this.clicked(event));
    this.list.addEventListener('keydown', (event) => this.stepped(event));
    document.getElementById('to-page').addEventListener('click', () => this.toPage());
  }

  // Opens a file at a line; `of` tells whose text counts the line: a finding's or the edition's.
  async open({ path, line, column = 1, of = 'edition' }, { isFocused = false } = {}) {
    const query = new URLSearchParams({ path, line: String(line), of });
    const said = await fetched(`${this.address}?${query}`);
    if (!said) return;
    this.column = column;
    this.fill(said);
    this.mark(said.line, { isShown: true, isFocused });
  }

  // Reads the open file again, as it may have been saved; the view stays.
  async renew() {
    if (!this.said) return;
    const query = new URLSearchParams({ path: this.said.path, line: '1' });
    const said = await fetched(`${this.address}?${query}`);
    if (!said || !this.said || said.path !== this.said.path) return;
    const lines = this.said.lines || [];
    const words = lines[this.line - 1];
    const isSame = said.lines && lines.join('\n') === said.lines.join('\n');
    const down = this.body.scrollTop;
    if (isSame) {
      this.said = said;
      return;
    }
    const line = said.lines ? nearest(said.lines, words, this.line) : 0;
    this.fill(said);
    this.mark(line);
    this.body.scrollTop = down;
  }

  // Says in which language the report is, once that is known.
  speak(language) {
    this.language = language;
    if (this.said) speak(this.list, languageOf(this.said.path, language));
  }

  // Shows a text; the focus stays at its words, if it was among them.
  fill(said) {
    const focused = this.lineOf(document.activeElement);
    const former = (this.said && this.said.path === said.path && this.said.lines) || [];
    this.said = said;
    this.speak(this.language);
    this.files.replaceChildren(...said.paths.map((path) => element('option', { value: path }, path)));
    this.files.value = said.path;
    this.empty.hidden = said.lines !== null;
    this.empty.textContent = `${said.place} cannot be read now.`;
    const lines = (said.lines || []).map((text, index) => {
      const line = element('li', { class: 'line', tabindex: '-1' }, element('span', { class: 'text', dir: 'auto' }, text || ' '));
      line.dataset.line = String(index + 1);
      return line;
    });
    this.list.replaceChildren(...lines);
    this.stop(lines[0]);
    if (!focused) return;
    const again = lines[nearest(said.lines || [], former[focused - 1], focused) - 1] || this.body;
    again.focus({ preventScroll: true });
  }

  // Counts lines from 1; 0 for what is in none.
  lineOf(node) {
    const line = this.list.contains(node) ? node.closest('.line') : null;
    return line ? Number(line.dataset.line) : 0;
  }

  // Has the Tab key stop at a line, and at no other.
  stop(line) {
    const former = this.list.querySelector('[tabindex="0"]');
    if (former) former.tabIndex = -1;
    if (line) line.tabIndex = 0;
  }

  mark(line, { isShown = false, isFocused = false } = {}) {
    const former = this.list.querySelector('.is-marked');
    if (former) {
      former.classList.remove('is-marked');
      former.removeAttribute('aria-current');
    }
    const node = this.list.children[line - 1];
    this.line = node ? line : 0;
    this.editor();
    this.stop(node || this.list.firstElementChild);
    if (!node) return;
    node.classList.add('is-marked');
    node.setAttribute('aria-current', 'true');
    if (isShown) {
      const top = node.offsetTop - this.body.clientHeight / 3;
      if (node.offsetTop < this.body.scrollTop || node.offsetTop > this.body.scrollTop + this.body.clientHeight * 0.8) this.body.scrollTop = top;
    }
    if (isFocused) node.focus({ preventScroll: true });
  }

  editor() {
    const link = document.getElementById('editor');
    link.hidden = !this.said || !this.said.file || !this.line;
    if (link.hidden) return;
    const path = this.said.file.split('/').map(encodeURIComponent).join('/');
    link.href = `vscode://file${path}:${this.line}:${this.column || 1}`;
  }

  clicked(event) {
    const node = event.target.closest('.line');
    if (!node || String(window.getSelection())) return;
    this.column = 1;
    this.mark(Number(node.dataset.line));
    this.tell(false);
  }

  stepped(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const line = this.lineOf(event.target);
    if (step && line) {
      event.preventDefault();
      this.column = 1;
      this.mark(Math.max(1, Math.min(this.list.children.length, line + step)), { isShown: true, isFocused: true });
    } else if (event.key === 'Enter') {
      if (line !== this.line) this.mark(line);
      this.tell(true);
    }
  }

  // From the line that is marked, or else from the first.
  toPage() {
    if (!this.line) this.mark(1);
    this.tell(true);
  }

  // Says which line of the edition's text was chosen.
  tell(isShown) {
    if (!this.said || !this.line) return;
    const former = this.said.former;
    let line = this.line;
    if (former) {
      let index = this.line - 1;
      while (index > 0 && !former[index]) index -= 1;
      line = former[index] || 1;
    }
    this.chosen({ path: this.said.path, line }, isShown);
  }
}

function nearest(lines, words, line) {
  let best = Math.min(line, lines.length);
  if (words === undefined || lines[line - 1] === words) return best;
  let distance = Infinity;
  lines.forEach((text, index) => {
    if (text === words && Math.abs(index + 1 - line) < distance) {
      distance = Math.abs(index + 1 - line);
      best = index + 1;
    }
  });
  return best;
}
