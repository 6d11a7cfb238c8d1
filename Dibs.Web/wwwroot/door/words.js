// What the door says, in one place.
const titles = { ok: 'Let in', used: 'Already used', unknown: 'Not a ticket of ours' };

const wrongTitles = {
  otherHall: 'Other hall', otherTime: 'Other time', cancelled: 'Cancelled', changing: 'Scan it again',
  notOnList: 'Not on the list of this door', noList: 'No list on this device',
};

const types = { adult: 'adult', child: 'child', student: 'student', senior: 'senior' };

const reasons = {
  used: 'somebody had come in with the same ticket', otherHall: 'the ticket is of another hall',
  otherTime: 'the ticket is of another time', cancelled: 'the booking was cancelled', unknown: 'there is no such ticket',
};

export function wordsFor(timeZone) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short' });
  const timeOf = (at) => clock.format(new Date(at));
  const doorOf = (name) => (/^door\b/i.test(name) ? name : 'door ' + name);
  const seatOf = (answer) => (answer.seat ? 'Seat ' + answer.seat + (types[answer.type] ? ', ' + types[answer.type] : '') : '');

  function detailOf(answer) {
    if (answer.result === 'ok') return seatOf(answer);
    if (answer.result === 'used') return `${timeOf(answer.at)}, ${doorOf(answer.door)}. ${seatOf(answer)}`;
    if (answer.result === 'unknown') {
      return { forged: 'Its signature is forged.', noSuchTicket: 'There is no such ticket.' }[answer.reason]
        ?? 'This is another kind of code, or was read wrongly.';
    }
    switch (answer.reason) {
      case 'cancelled': return `The booking was cancelled. ${seatOf(answer)}`;
      case 'changing': return 'The ticket is being changed at this moment.';
      case 'notOnList': return 'Another hall or time, or sold since the list was read. Ask again with a connection.';
      case 'noList': return 'Without a connection this door cannot tell.';
      default: return `${answer.hall}, ${day.format(new Date(answer.startsAt))} ${timeOf(answer.startsAt)}. ${seatOf(answer)}`;
    }
  }

  return {
    timeOf,
    titleOf: (answer) => titles[answer.result] ?? wrongTitles[answer.reason],
    detailOf: (answer) => detailOf(answer) + (answer.offline && answer.result === 'ok' ? '. Offline: will be checked later' : ''),
    conflictOf: (conflict) =>
      `${conflict.seat ? 'Seat ' + conflict.seat : 'A code'}: let in at ${doorOf(conflict.door)} at ${timeOf(conflict.at)} by ${conflict.by}, `
      + reasons[conflict.reason] + (conflict.first ? ` at ${doorOf(conflict.first.door)} at ${timeOf(conflict.first.at)}` : '') + '.',
  };
}
