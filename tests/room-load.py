#!/usr/bin/env python3
"""A shared talk under load, on the loopback: prints TAP.

    room-load.py kill PCAPDECK FOLDER ROUNDS      a server that is killed at random moments: what it thanked for is there
    room-load.py mixed PCAPDECK FOLDER SECONDS    all that an audience and a speaker do, at once; no fault, no growth

FOLDER has talk.md, whose slide "two" takes feedback and whose question is "two-Ask1".
"""
import http.client
import json
import os
import random
import re
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from urllib.parse import quote, urlencode

import shared_talk

how, program, folder, amount = sys.argv[1:5]
PAGE, SLIDE, ASK, WINDOW = 'talk.html', 'two', 'two-Ask1', 'fedcba9876543210'
failed = []


def check(name, ok, why=''):
    print(f"{'ok' if ok else 'not ok'} - {name}" + ('' if ok else f'\n# {why}'))
    if not ok:
        failed.append(name)


class Server(shared_talk.Server):
    def __init__(self):
        self.messages = open(os.path.join(folder, '..', 'messages'), 'ab')
        super().__init__(program, folder, self.messages)

    def visitor(self):
        """The cookie of a browser that was not there before."""
        return f'{self.listener[:-16]}{random.getrandbits(63):016x}'

    def ask(self, path, body=None, cookie=None, timeout=20):
        """The status; None when the server is gone."""
        try:
            connection = http.client.HTTPConnection(self.place.netloc, timeout=timeout)
            headers = {'Cookie': cookie or self.visitor(), 'Origin': self.url.rstrip('/')}
            if body is not None:
                headers['Content-Type'] = 'application/x-www-form-urlencoded'
            connection.request('GET' if body is None else 'POST', path, body, headers)
            answer = connection.getresponse()
            answer.read()
            connection.close()
            return answer.status
        except (OSError, http.client.HTTPException):
            return None

    def end(self, number):
        super().end(number)
        self.messages.close()


def report():
    said = subprocess.run([program, 'feedback', os.path.join(folder, 'talk.md'), '--json'], stdout=subprocess.PIPE)
    return json.loads(said.stdout or '{"slides":[],"items":[],"votes":[]}')


# ---- kill -9 ----

def kill_rounds(rounds):
    words, sent, thanked, lock = [], {'mark': 0, 'vote': 0}, {'mark': 0, 'vote': 0}, threading.Lock()

    def say(server, number):
        for i in range(1000):
            text = f'said {number} {i} {random.getrandbits(40):x}'
            answer = server.ask(f'/feedback/{PAGE}?slide={SLIDE}', urlencode({'words': text}))
            if answer is None:
                return
            if answer == 303:
                words.append(text)

    def count(server, what, path, body):
        while True:
            with lock:
                sent[what] += 1
            answer = server.ask(path, body)
            with lock:
                thanked[what] += answer in (200, 303)
            if answer is None:
                return

    for number in range(rounds):
        server = Server()
        threads = [threading.Thread(target=say, args=(server, number)) for _ in range(3)]
        for _ in range(2):
            threads.append(threading.Thread(target=count, args=(
                server, 'mark', f'/feedback/{PAGE}?slide={SLIDE}', f'mark={1 + number % 3}')))
            threads.append(threading.Thread(target=count, args=(
                server, 'vote', f'/room/vote/{PAGE}?ask={ASK}', f'choice={number % 2}')))
        for thread in threads:
            thread.start()
        time.sleep(random.uniform(0, .8))
        server.end(signal.SIGKILL)
        for thread in threads:
            thread.join()
    found = report()
    said = {item['words'] for item in found['items']}
    lost = [text for text in words if text not in said]
    print(f"# {rounds} kills; thanked for: {len(words)} words, {thanked['mark']} marks, {thanked['vote']} votes")
    check('words were thanked for', len(words) > 0 or not rounds)
    check('no word that was thanked for is lost', not lost, lost[:3])
    marks = sum(slide[kind] for slide in found['slides'] for kind in ('clear', 'lost_me', 'too_fast'))
    check('no mark is lost, and none was made up', thanked['mark'] <= marks <= sent['mark'],
          f"{thanked['mark']} <= {marks} <= {sent['mark']}")
    votes = sum(sum(one['counts']) for one in found['votes'])
    check('no vote is lost, and none was made up', thanked['vote'] <= votes <= sent['vote'],
          f"{thanked['vote']} <= {votes} <= {sent['vote']}")


# ---- mixed load ----

def memory(process):
    with open(f'/proc/{process.pid}/status', encoding='ascii') as file:
        return int(re.search(r'VmRSS:\s+(\d+)', file.read())[1])


def stream(server, path, cookie, stop, counts):
    """Follows the talk, and comes back when the connection ends or after a while."""
    while not stop.is_set():
        try:
            with socket.create_connection((server.place.hostname, server.place.port), timeout=5) as connection:
                connection.sendall(f'GET {path} HTTP/1.1\r\nHost: {server.place.netloc}\r\nCookie: {cookie}\r\n\r\n'.encode())
                end = time.monotonic() + random.uniform(.5, 20)
                while not stop.is_set() and time.monotonic() < end:
                    got = connection.recv(65536)
                    counts['events'] += got.count(b'event: show')
                    if not got:
                        break
        except OSError:
            pass


def broken(server):
    """Sends what is no request, or reads no answer."""
    data = random.choice([b'GET / HTTP/1.1\r\n', b'\x16\x03\x01' * 40, os.urandom(600), b'POST /room/show HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n',
                          f'GET /{PAGE} HTTP/1.1\r\nHost: {server.place.netloc}\r\nCookie: {server.listener}\r\n\r\n'.encode(),
                          f'GET /{quote("../" * 9)}etc/passwd HTTP/1.1\r\nHost: {server.place.netloc}\r\n\r\n'.encode()])
    try:
        with socket.create_connection((server.place.hostname, server.place.port), timeout=5) as connection:
            connection.sendall(data)
            time.sleep(random.uniform(0, .3))
    except OSError:
        pass


def mixed(seconds):
    server, stop, counts = Server(), threading.Event(), {'events': 0}
    answers, sizes, lock, threads = {}, [], threading.Lock(), []
    talk = os.path.join(folder, 'talk.md')
    with open(talk, encoding='utf-8') as file:
        source = file.read()

    def repeat(pause, call):
        def run():
            while not stop.is_set():
                call()
                stop.wait(random.uniform(0, 2 * pause))
        threads.append(threading.Thread(target=run))

    def tell(name, *arguments):
        answer = server.ask(*arguments)
        with lock:
            answers[name, answer] = answers.get((name, answer), 0) + 1

    def save():
        with open(talk + '~', 'w', encoding='utf-8') as file:
            file.write(source + f'\nSaved at {time.time()}.\n')
        os.replace(talk + '~', talk)

    def lead():
        tell('lead', f'/room/lead/{PAGE}?window={WINDOW}', '', server.presenter)
        for step in range(20):
            tell('show', f'/room/show?window={WINDOW}', f'{{"step":{step}}}', server.presenter)
            stop.wait(.1)

    threads.append(threading.Thread(target=stream, args=(
        server, f'/events/{PAGE}?window={WINDOW}', server.presenter, stop, counts)))
    for number in range(30):
        threads.append(threading.Thread(target=stream, args=(
            server, f'/events/{PAGE}?window={number:016x}', server.visitor(), stop, counts)))
    repeat(.1, lead)
    repeat(1, save)
    for _ in range(2):
        repeat(.02, lambda: tell('vote', f'/room/vote/{PAGE}?ask={ASK}', f'choice={random.randrange(2)}'))
        repeat(.05, lambda: tell('words', f'/feedback/{PAGE}?slide={SLIDE}', urlencode({'words': f'<b>{random.random()}'})))
        repeat(.05, lambda: tell('mark', f'/feedback/{PAGE}?slide={SLIDE}', f'mark={random.randrange(4)}'))
        repeat(.05, lambda: tell('page', random.choice(['/', f'/{PAGE}', f'/feedback/{PAGE}?slide={SLIDE}', f'/feedback/{PAGE}?json=1'])))
    repeat(.05, lambda: tell('none', f'/{random.getrandbits(60):x}'))
    repeat(.1, lambda: broken(server))
    for thread in threads:
        thread.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end and server.process.poll() is None:
        time.sleep(min(1, seconds / 4))
        sizes.append(memory(server.process) if server.process.poll() is None else 0)
    check('the server lives', server.process.poll() is None, server.process.returncode)
    stop.set()
    for thread in threads:
        thread.join()
    with open(talk, 'w', encoding='utf-8') as file:
        file.write(source)
    if server.process.poll() is None:
        server.end(signal.SIGINT)
    with open(os.path.join(folder, '..', 'messages'), encoding='utf-8', errors='replace') as file:
        messages = file.read()
    faults = [line for line in messages.splitlines() if re.search('Sanitizer|runtime error|Assertion', line)]
    print(f'# {sum(answers.values())} answers, {counts["events"]} steps on streams: '
          + ', '.join(f'{name} {answer} {count}' for (name, answer), count in sorted(answers.items(), key=str)))
    check('it ends in order, and no sanitizer complains', not faults and server.process.returncode in (0, -signal.SIGINT, 130),
          (server.process.returncode, faults[:3]))
    for name, wanted in (('vote', 200), ('words', 303), ('mark', 303), ('page', 200), ('show', 204)):
        check(f'{name}: answered', answers.get((name, wanted), 0) > 0)
    check('listeners got steps', counts['events'] > 0)
    if seconds >= 60:
        quarter = len(sizes) // 4
        early, late = (statistics.median(part) for part in (sizes[quarter:2 * quarter], sizes[-quarter:]))
        print(f'# memory: {early} kB in the second quarter, {late} kB in the last')
        check('memory does not grow', late < 1.1 * early + 2048, sizes[::max(1, len(sizes) // 20)])


(kill_rounds if how == 'kill' else mixed)(int(amount))
sys.exit(bool(failed))
