// The way to the server and, while there is none, what the door decides by itself.
import { canVerify, hashOf, newId, read, verify } from './ticket.js';
import { queue } from './store.js';

// Longer nobody waits at a door: then the list decides.
const patience = 1000;

export class DoorLine {
  constructor(screening, door, list) {
    Object.assign(this, { screening, door, list, online: true, signedOut: false });
  }

  /** { result, reason, seat, type, at, door, hall, startsAt, offline } */
  async scan(text) {
    const scan = { scanId: newId(), code: text.slice(0, 1000), door: this.door, screeningId: this.screening };
    // Known to be away: asking first would keep everybody waiting. It is tried again by refresh.
    const answer = this.online ? await this.post(scan) : null;
    if (answer) {
      if (answer.result === 'ok') await this.remember(text, answer);
      return answer;
    }
    return { ...(await this.decide(scan)), offline: true };
  }

  /** Sends what waits, and reads the list anew. */
  async refresh() {
    await this.upload();
    const response = await this.ask('/api/checkin/list?screeningId=' + this.screening, { signal: AbortSignal.timeout(10000) });
    if (response?.ok) this.list.replace(await response.json());
  }

  async upload() {
    for (const scan of queue.all()) {
      const response = await this.ask('/api/checkin', bodyOf(scan, 10000));
      if (!response) return;
      // One that is refused for good would keep back all others for ever.
      if (response.ok || response.status === 422) queue.remove(scan.scanId);
      else return;
    }
  }

  async post(scan) {
    const response = await this.ask('/api/checkin', bodyOf(scan, patience));
    if (!response) return null;
    if (response.status === 422) return { result: 'unknown', reason: 'refused' };
    try {
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /** The answer, or null where there is none that could be used; and says by `online` which it was. */
  async ask(path, options) {
    try {
      const response = await fetch(path, { cache: 'no-store', ...options });
      this.signedOut = response.status === 401 || response.status === 403;
      this.online = response.ok || response.status === 422;
      return this.online ? response : null;
    } catch {
      this.online = false;
      return null;
    }
  }

  async remember(text, answer) {
    const ticket = canVerify && read(text);
    if (ticket) this.list.admit(await hashOf(ticket.code), answer.at, answer.door);
  }

  /** Green only for a ticket that is on the list, in time, and with which nobody came in as far as is known here. */
  async decide(scan) {
    const { list } = this;
    if (!canVerify || !list.server) return { result: 'wrong', reason: 'noList' };
    const ticket = read(scan.code);
    if (!ticket) return { result: 'unknown', reason: 'notATicket' };
    if (ticket.signature && (await verify(ticket, list.server.keys)) === 'forged') return { result: 'unknown', reason: 'forged' };
    const id = await hashOf(ticket.code);
    const entry = list.find(id);
    if (!entry) return { result: 'wrong', reason: 'notOnList' };
    const seat = { seat: entry.seat, type: entry.type };
    if (entry.void) return { result: 'wrong', reason: 'cancelled', ...seat };
    const before = list.admitted(id);
    if (before) return { result: 'used', ...seat, ...before };
    const now = list.now();
    const { from, until, startsAt, hall } = list.server;
    if (now < new Date(from) || now > new Date(until)) return { result: 'wrong', reason: 'otherTime', ...seat, startsAt, hall };
    const at = now.toISOString();
    // First what must not be lost.
    queue.add({ ...scan, scannedAt: at });
    list.admit(id, at, this.door);
    return { result: 'ok', ...seat, at, door: this.door };
  }
}

function bodyOf(scan, wait) {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(scan),
    signal: AbortSignal.timeout(wait),
  };
}
