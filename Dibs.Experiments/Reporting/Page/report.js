// A click on a column's head sorts its table by it; another turns it round.
for (const button of document.querySelectorAll('th button')) {
  button.addEventListener('click', () => {
    const head = button.closest('th');
    const up = head.getAttribute('aria-sort') !== 'ascending';
    for (const other of head.parentElement.children) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
    const body = head.closest('table').tBodies[0];
    const column = [...head.parentElement.children].indexOf(head);
    const valueOf = row => row.children[column].dataset.value;
    const rows = [...body.rows].sort((a, b) => {
      const [x, y] = [valueOf(a), valueOf(b)];
      // What is not there is last, whichever way.
      if (x === '' || y === '') return (x === '') - (y === '');
      const difference = isNaN(x) || isNaN(y) ? x.localeCompare(y) : x - y;
      return up ? difference : -difference;
    });
    body.append(...rows);
  });
}
