#!/usr/bin/env python3
"""Votes of an audience at once: how many of them the speaker sees counted, and how long each takes.

    python3 tests/bench/votes.py URL PAGE ASK LISTENER-COOKIE SPEAKER-COOKIE [VOTES] [SECONDS]

Each vote is of a browser of its own, on a connection of its own, at a moment of its own within the seconds. Prints
"COUNTED P50-MS P99-MS". tests/cli/test-serve-votes.sh and script/bench run it.
"""
import http.client
import json
import sys
import threading
import time
from urllib.parse import urlsplit

url, page, ask, listener, speaker = sys.argv[1:6]
votes, seconds = int((sys.argv[6:7] or ['300'])[0]), float((sys.argv[7:8] or ['2'])[0])
place = urlsplit(url)
times, wrong = [], []


def vote(number, begin):
    time.sleep(max(0, begin + seconds * number / votes - time.monotonic()))
    start = time.monotonic()
    try:
        connection = http.client.HTTPConnection(place.hostname, place.port, timeout=20)
        connection.request('POST', f'/room/vote/{page}?ask={ask}', f'choice={number % 2}', {
            'Origin': url.rstrip('/'), 'Cookie': f'{listener[:-16]}{number + 1:016x}', 'Content-Type': 'text/plain'})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 204:
            wrong.append(answer.status)
        connection.close()
    except OSError as error:
        wrong.append(str(error))
    times.append(1000 * (time.monotonic() - start))


def counts():
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=20)
    connection.request('GET', f'/events/{page}', headers={'Cookie': speaker})
    stream = connection.getresponse()
    kind = ''
    while True:
        line = stream.readline().decode().rstrip('\n')
        if line.startswith('event: '):
            kind = line[7:]
        elif line.startswith('data: ') and kind == 'votes':
            connection.close()
            return sum(sum(one['counts']) for one in json.loads(line[6:]) if one['ask'] == ask)


begin = time.monotonic() + .2
threads = [threading.Thread(target=vote, args=(number, begin)) for number in range(votes)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
times.sort()
print(counts(), round(times[len(times) // 2], 1), round(times[int(len(times) * .99)], 1))
if wrong:
    print(f'{len(wrong)} votes were not taken: {wrong[:3]}', file=sys.stderr)
