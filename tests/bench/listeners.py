#!/usr/bin/env python3
"""An audience that follows: how long a step of the speaker takes to reach all of it.

    python3 tests/bench/listeners.py URL PAGE LISTENER-COOKIE SPEAKER-COOKIE LISTENERS STEPS STEPS-A-SECOND

Each listener is a browser of its own, with an event stream of its own; 500 share an address. Prints "REACHED P50-MS P99-MS": how many streams
got the last step, and of the times until the last stream had a step. script/bench runs it.
"""
import http.client
import resource
import selectors
import socket
import sys
import time
from urllib.parse import urlsplit

url, page, listener, speaker = sys.argv[1:5]
count, steps, rate = int(sys.argv[5]), int(sys.argv[6]), float(sys.argv[7])
place = urlsplit(url)
PATIENCE = 60
WINDOW = 'fedcba9876543210'

resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
selector = selectors.DefaultSelector()


class Stream:
    def __init__(self, window, cookie, source='127.0.0.1'):
        self.socket = socket.create_connection((place.hostname, place.port), PATIENCE, (source, 0))
        self.socket.sendall(f'GET /events/{page}?window={window} HTTP/1.1\r\nHost: {place.netloc}\r\n'
                            f'Cookie: {cookie}\r\n\r\n'.encode())
        self.socket.setblocking(False)
        self.rest, self.step = b'', -1
        selector.register(self.socket, selectors.EVENT_READ, self)

    def read(self):
        """Takes what came, and the number of the newest step in it."""
        try:
            got = self.socket.recv(65536)
        except BlockingIOError:
            return
        if not got:
            selector.unregister(self.socket)
            raise SystemExit('the server ended a stream')
        self.rest += got
        at = self.rest.rfind(b'{"step":')
        if at >= 0 and b'}' in self.rest[at:]:
            self.step = int(self.rest[at + 8:self.rest.index(b'}', at)])
        self.rest = self.rest[-4096:]


def post(connection, path, body=''):
    connection.request('POST', f'/room/{path}?window={WINDOW}', body,
                       {'Origin': url.rstrip('/'), 'Cookie': speaker, 'Content-Type': 'text/plain'})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 204:
        raise SystemExit(f'{path}: {answer.status}')


def read_until(end, step=None):
    """Reads streams until all have the step, or until the time. Returns when the last one had it, or None."""
    waiting = {stream for stream in streams if step is not None and stream.step < step}
    while (waiting or step is None) and time.monotonic() < end:
        for key, _ in selector.select(max(0, end - time.monotonic())):
            key.data.read()
            if step is not None and key.data.step >= step:
                waiting.discard(key.data)
    return None if waiting else time.monotonic()


lead = Stream(WINDOW, speaker)
connection = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
post(connection, f'lead/{page}')
streams = [Stream(f'{number:016x}', f'{listener[:-16]}{number + 1:016x}', f'127.0.1.{1 + number // 500}')
           for number in range(count)]
post(connection, 'show', '{"step":0}')
read_until(time.monotonic() + PATIENCE, 0)
times = []
begin = time.monotonic()
for step in range(1, steps + 1):
    due = begin + step / rate
    while time.monotonic() < due:
        read_until(due)
    start = time.monotonic()
    post(connection, 'show', f'{{"step":{step}}}')
    reached = read_until(start + PATIENCE, step)
    if reached is None:
        break
    times.append(1000 * (reached - start))
times.sort()
print(sum(stream.step == steps for stream in streams), *(round(times[int(len(times) * part)], 1) for part in (.5, .99)))
