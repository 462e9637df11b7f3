'use strict';
// Without this script the ledger is complete, only without its filter.
(() => {
  const bar = document.querySelector('.filter');
  const open = () => {
    const target = document.getElementById(location.hash.slice(1));
    const group = target && target.closest('details');
    if (group && !group.open) {
      group.open = true;
      target.scrollIntoView();
    }
  };
  window.addEventListener('hashchange', open);
  open();
  if (!bar) return;

  const field = document.getElementById('filter');
  const said = document.getElementById('filtered');
  let groups = null;
  const read = () => Array.from(document.querySelectorAll('.group'), (group) => ({
    group,
    rows: Array.from(group.querySelectorAll('tbody tr'), (row) => ({
      row,
      text: Array.from(row.cells, (cell) => cell.textContent).join(' ').toLowerCase(),
    })),
  }));
  const filter = () => {
    groups = groups || read();
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    let all = 0;
    for (const { group, rows } of groups) {
      let here = 0;
      for (const { row, text } of rows) {
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) here += 1;
      }
      group.hidden = here === 0;
      group.open = words.length > 0 && here > 0;
      shown += here;
      all += rows.length;
    }
    said.textContent = words.length ? `${shown} of ${all} entries` : `${all} entries`;
  };
  field.addEventListener('input', filter);
  bar.hidden = false;
})();
