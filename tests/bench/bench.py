#!/usr/bin/env python3
"""script/bench: whole commands, several runs each, the peers interleaved with ours.

Prints for each figure the median of the runs (and the least), the peak memory, and the ratio to the
peer of the same run. A peer that is not installed is named as missing, never guessed.
"""
import decimal
import json
import os
import random
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import time

from serve import bench_serve, start_serve
from season import bench_site, season

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
sys.path.append(os.path.join(TOP, 'tests'))
from shared_talk import Server  # noqa: E402
GENERATOR = os.path.join(TOP, '..', 'shared', 'tools', 'gen_pcap.py')


def run(command):
    """Seconds of one whole process."""
    started = time.perf_counter()
    process = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit {process.returncode}: "
                 f"{process.stderr.decode(errors='replace')}")
    return seconds


def peak_memory(command):
    """Peak KiB of one run, or None without GNU time.

    Python cannot ask for it: a child's peak begins with that of the process that started it.
    """
    with tempfile.NamedTemporaryFile('r') as report:
        try:
            done = subprocess.run(['/usr/bin/time', '-f', '%M', '-o', report.name] + command,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except FileNotFoundError:
            return None
        lines = report.read().split()
        return int(lines[-1]) if done.returncode == 0 and lines else None


class Figure:
    def __init__(self, name, command):
        self.name, self.command, self.runs = name, command, []

    def once(self):
        self.runs.append(run(self.command))

    def attempt(self):
        """Runs it, and leaves out a run that fails."""
        started = time.perf_counter()
        if subprocess.run(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
            self.runs.append(time.perf_counter() - started)

    @property
    def seconds(self):
        return statistics.median(self.runs)

    def line(self, peer=None):
        ratio = f'   {self.seconds / peer.seconds:8.3f} x {peer.name}' if peer else ''
        memory = f'{self.memory / 1024:8.1f} MiB' if self.memory else '       ? MiB'
        return (f'{self.name:44s} {self.seconds * 1000:10.1f} ms (least {min(self.runs) * 1000:.1f})'
                f' {memory}{ratio}')


def compare(title, ours, peers, times):
    print(f'\n{title} ({times} runs each, interleaved)')
    figures = [ours] + peers
    for turn in range(times):
        # In another order each time: what runs after a large process finds cold caches.
        for figure in random.Random(turn).sample(figures, len(figures)):
            figure.once()
    for figure in figures:
        # One more run, but for those that take minutes.
        figure.memory = peak_memory(figure.command) if figure.seconds < 20 else None
    for figure in peers:
        print('  ' + figure.line())
    for peer in peers or [None]:
        print('  ' + ours.line(peer))


def repeat(recording, capture, count):
    """`count` packets: the recording again and again, later and from other client ports each time.

    Ethernet, IPv4 without options and TCP, as `pcapdeck record` writes them.
    """
    with open(recording, 'rb') as file:
        header, data = file.read(24), file.read()
    packets, place = [], 0
    while place < len(data):
        seconds, fraction, captured, length = struct.unpack_from('<IIII', data, place)
        frame = bytearray(data[place + 16:place + 16 + captured])
        packets.append((seconds, fraction, captured, length, frame))
        place += 16 + captured
    with open(capture, 'wb') as file:
        file.write(header)
        for number in range(count):
            turn, index = divmod(number, len(packets))
            seconds, fraction, captured, length, frame = packets[index]
            for offset in (34, 36):
                port, = struct.unpack_from('>H', frame, offset)
                if port != 8080:
                    struct.pack_into('>H', frame, offset, 10000 + (port + 1) % 40000)
            file.write(struct.pack('<IIII', seconds + turn, fraction, captured, length) + frame)


def peers_of(*candidates):
    found = []
    for name, command in candidates:
        if shutil.which(command[0]):
            found.append(Figure(name, command))
        else:
            print(f'  {name}: not installed')
    return found


def bench_deck(pcapdeck, folder, deck, title, talk):
    """Builds one talk with everything that can; the path of Marp's deck, None without Marp."""
    marp_deck = os.path.join(folder, 'marp.html')
    print()
    # pandoc embeds whatever reveal.js it is pointed at; without one it only converts.
    peers = peers_of(('cmark', ['cmark', '--unsafe', talk]),
                     ('marp', [os.path.join(HERE, 'node_modules/.bin/marp'), '--no-stdin', '--html',
                               '-o', marp_deck, talk]),
                     ('pandoc (not self-contained)', ['pandoc', '-t', 'revealjs', '-s', '-o',
                                                      os.path.join(folder, 'pandoc.html'), talk]))
    compare(title, Figure('pcapdeck build', [pcapdeck, 'build', talk, '-o', deck]), peers, 20)
    return marp_deck if os.path.exists(marp_deck) else None


def long_talk(folder):
    """The recorded captures, five slides each: a heading, a few words, a diagram."""
    names = ['pingpong', 'abort', 'stock-loopback']
    path = os.path.join(folder, 'long.md')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('---\ntitle: Fifteen slides\ncaptures:\n')
        for name in names:
            capture = os.path.join(TOP, 'pcaps', name + '.pcap')
            file.write(f'  {name}:\n    file: {os.path.relpath(capture, folder)}\n')
        file.write('---\n')
        for slide in range(15):
            file.write(f'\n---\n\n## Slide {slide + 1}\n\nWhat **the kernel** sent, packet by packet.\n\n'
                       f'```packets {names[slide % 3]}\nstream: 0\n```\n\nnote: say it slowly\n')
    return path


def paint(ours, theirs):
    """First contentful paint of two decks from disk, in one browser."""
    done = subprocess.run(['node', os.path.join(HERE, 'paint.mjs'), '11', ours, theirs],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f'  first contentful paint: not measured: {done.stderr.strip().splitlines()[-1]}')
        return
    mine, peer = json.loads(done.stdout)
    print(f'  first contentful paint: {mine} ms, marp\'s {peer} ms: {mine / peer:.2f} x marp')


def step(pcapdeck, folder, capture):
    """A step through 500 packets beside one through 10, on a throttled processor."""
    decks = []
    for count in (10, 500):
        talk = os.path.join(folder, f'step-{count}.md')
        with open(talk, 'w', encoding='utf-8') as file:
            file.write(f'---\ntitle: Steps\ncaptures: {{it: {os.path.basename(capture)}}}\n---\n\n# Steps\n\n'
                       f'---\n\n## Packets\n\n```packets it\nframes: 1-{count}\n```\n')
        run([pcapdeck, 'build', talk, '-o', folder])
        decks.append(os.path.join(folder, f'step-{count}.html'))
    done = subprocess.run(['node', os.path.join(HERE, 'step.mjs'), '6', *decks],
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    print('\nstep: the next packet of a sequence, a processor throttled to a quarter')
    if done.returncode != 0:
        print(f'  not measured: {done.stderr.strip().splitlines()[-1]}')
        return
    short, long = json.loads(done.stdout)
    print(f'  of 10 packets {short} ms, of 500 {long} ms: {long / short:.2f} x')


def reply_times(pcapdeck, capture):
    """Nanoseconds from each request to the first packet of its reply."""
    done = subprocess.run([pcapdeck, 'packets', capture, '--json'], stdout=subprocess.PIPE, check=True)
    asked, times = {}, []
    for line in done.stdout.splitlines():
        packet = json.loads(line, parse_float=decimal.Decimal)
        if 'method' in packet.get('http', {}):
            asked[packet['stream']] = packet['time']
        elif 'status' in packet.get('http', {}):
            times.append(int((packet['time'] - asked.pop(packet['stream'])) * 10 ** 9))
    return times


# A client of 100 connections, for the lines of source that make its calls.
SOURCE_PYTHON = '''
import socket
for _ in range(100):
    made = socket.create_connection(('127.0.0.1', 8080))
    made.sendall(b'GET /ping HTTP/1.0\\r\\n\\r\\n')
    while made.recv(4096):
        pass
    made.close()
'''
SOURCE_C = '''
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>
int main(void)
{
	struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons(8080) };
	char bytes[4096];
	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	for (int i = 0; i < 100; i++) {
		int made = socket(AF_INET, SOCK_STREAM, 0);
		if (connect(made, (struct sockaddr *)&server, sizeof(server)) != 0)
			return 1;
		if (send(made, "GET /ping HTTP/1.0\\r\\n\\r\\n", 22, 0) != 22)
			return 1;
		while (recv(made, bytes, sizeof(bytes), 0) > 0)
			continue;
		close(made);
	}
	return 0;
}
'''

BULK_SERVER = '''
import socket
listener = socket.create_server(('127.0.0.1', 8080))
while True:
    taken = listener.accept()[0]
    taken.recv(1000)
    taken.sendall(b'HTTP/1.0 200 OK\\r\\n\\r\\n' + bytes(20000000))
    taken.close()
'''


def print_reply_times(times, other):
    """The times of two kinds of recordings, and the second one's name."""
    for name, part in (('p50', 50), ('p99', 99)):
        ours, peer = (sorted(found)[len(found) * part // 100] / 1000 for found in times)
        print(f'  {name}: {ours:.0f} us, {other} {peer:.0f} us: {ours - peer:+.0f} us, {ours / peer:.2f} x')


def bench_source(pcapdeck, folder):
    """Recordings of a program in Python and in C, with the lines of source and without, in turn."""
    capture = os.path.join(folder, 'source.pcap')
    programs = []
    for name, source in (('client.py', SOURCE_PYTHON), ('client.c', SOURCE_C)):
        with open(os.path.join(folder, name), 'w', encoding='utf-8') as file:
            file.write(source)
    programs.append(('Python', [sys.executable, 'client.py']))
    if shutil.which('cc'):
        subprocess.run(['cc', '-g', '-o', 'client', 'client.c'], cwd=folder, check=True)
        programs.append(('C', ['./client']))
    back = os.getcwd()
    pcapdeck = os.path.abspath(pcapdeck)
    os.chdir(folder)  # sources are looked for below it
    for name, program in programs:
        both = [Figure('pcapdeck record' + ' --source' * is_ours,
                       [pcapdeck, 'record', '-o', capture] + ['--source'] * is_ours + ['--'] + program)
                for is_ours in (True, False)]
        times = [[], []]
        for _ in range(10):
            for figure, found in zip(both, times):
                figure.once()
                found += reply_times(pcapdeck, capture)
        print(f'\ncalls: 100 requests of a program in {name} with --source, whole process (10 runs each, in turn)')
        for figure in both:
            print(f'  {figure.name}: {figure.seconds * 1000:.0f} ms (least {min(figure.runs) * 1000:.0f})')
        print(f'  {both[0].seconds / both[1].seconds:.2f} x; from the packet of a request to that of its reply:')
        print_reply_times(times, 'without --source')
    os.chdir(back)


def bench_calls(pcapdeck, folder):
    """Recordings with the socket calls and without, in turn."""
    capture = os.path.join(folder, 'calls.pcap')
    record = [pcapdeck, 'record', '-o', capture]
    both = ([], ['--no-calls'])

    def pair(rest):
        return [Figure('pcapdeck record' + ' --no-calls' * bool(option), record + option + rest)
                for option in both]

    ours, peer = pair(['--get', '/ping', '--get', '/long?bytes=16000'])
    compare('calls: GET /ping and a long reply, whole process', ours, [peer], 20)

    times = [[], []]
    for _ in range(10):
        for option, found in zip(both, times):
            run(record + option + ['--get', '/ping'] * 100)
            found += reply_times(pcapdeck, capture)
    print(f'\ncalls: from the packet of a request to that of its reply, {len(times[0])} of each, 100 in turn')
    print_reply_times(times, 'without')
    bench_source(pcapdeck, folder)

    server = os.path.join(folder, 'bulk-server.py')
    with open(server, 'w', encoding='utf-8') as file:
        file.write(BULK_SERVER)
    figures = pair(['--server', f'exec {sys.executable} {server}', '--', 'curl', '-s', '-o', '/dev/null',
                    'http://localhost:8080/'])
    for _ in range(10):
        for figure in figures:
            figure.attempt()
    print('\ncalls: 20 MB from Python to curl, whole process (10 runs each, in turn)')
    for figure in figures:
        seconds = f'{figure.seconds * 1000:.0f} ms, ' if figure.runs else ''
        print(f'  {figure.name}: {seconds}{len(figure.runs)} of 10 without a packet that was dropped')
    if all(figure.runs for figure in figures):
        print(f'  {figures[0].seconds / figures[1].seconds:.2f} x')


VOTE_TALK = '''---
title: A talk
captures: {p: pingpong.pcap}
---

## Who

```ask p
question: Which side?
choices: [client, server]
answer: client
frame: 8
```
'''


def shared(pcapdeck, folder):
    """The server of a shared talk."""
    talks = os.path.join(folder, 'shared')
    shutil.rmtree(talks, ignore_errors=True)
    os.mkdir(talks)
    shutil.copy(os.path.join(TOP, 'pcaps', 'pingpong.pcap'), talks)
    with open(os.path.join(talks, 'talk.md'), 'w', encoding='utf-8') as file:
        file.write(VOTE_TALK)
    return Server(pcapdeck, talks)


def bench_votes(pcapdeck, folder):
    """300 votes within two seconds, each kept on the disk before it is answered."""
    server = shared(pcapdeck, folder)
    try:
        counted, p50, p99 = subprocess.run(
            [sys.executable, os.path.join(HERE, 'votes.py'), server.url, 'talk.html', 'who-Ask1',
             server.listener, server.presenter],
            check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        print(f'\nvotes: 300 within two seconds, each on the disk before it is answered\n'
              f'  {counted} counted, p50 {p50} ms, p99 {p99} ms (promised: below 200)')
    finally:
        server.end(signal.SIGKILL)


def bench_listeners(pcapdeck, folder):
    """A step of the speaker until it has reached all listeners."""
    print('\nlisteners: from a step of the speaker until the last of them has it')
    for count, steps, rate in ((300, 300, 10), (2000, 20, 1)):
        server = shared(pcapdeck, folder)
        try:
            reached, p50, p99 = subprocess.run(
                [sys.executable, os.path.join(HERE, 'listeners.py'), server.url, 'talk.html', server.listener,
                 server.presenter, str(count), str(steps), str(rate)], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
            with open(f'/proc/{server.process.pid}/status', encoding='ascii') as file:
                peak = next(int(line.split()[1]) for line in file if line.startswith('VmHWM'))
            promise = ' (promised: below 150 ms, 40 MB)' if count == 300 else ''
            print(f'  {reached} of {count}, {rate} steps a second: p50 {p50} ms, p99 {p99} ms, '
                  f'at most {peak * 1024 / 1e6:.0f} MB{promise}')
        finally:
            server.end(signal.SIGKILL)


SAVED_TALK = '---\ntitle: Saved\nlang: en\n---\n\n# A slide\n\nSAVE 0\n'


def bench_save(pcapdeck, folder):
    """From a save of the notes to the words on the screen."""
    notes = os.path.join(folder, 'slides')
    if not os.path.exists(notes):
        season(folder, 0)
    with open(os.path.join(TOP, 'slides', '01-what-is-a-network.md'), encoding='utf-8') as file:
        front, heading, rest = file.read().partition('\n# ')
    title, rest = rest.split('\n', 1)
    talks = {'save.md': SAVED_TALK, 'first.md': f'{front}{heading}{title}\n\nSAVE 0\n{rest}'}
    for name, text in talks.items():
        with open(os.path.join(notes, name), 'w', encoding='utf-8') as file:
            file.write(text)
    server, url = start_serve(pcapdeck, notes)
    print('\nsave: from a save of the notes to the paint of the words')
    try:
        for name, what in (('save', 'a talk of one slide'), ('first', 'slides/01')):
            done = subprocess.run(['node', os.path.join(HERE, 'save.mjs'), f'{url}{name}.html',
                                   os.path.join(notes, f'{name}.md'), '40'], stdout=subprocess.PIPE)
            if done.returncode == 77:
                return
            p50, p95 = json.loads(done.stdout)
            print(f'  {what}: p50 {p50} ms, p95 {p95} ms (promised: below 100)')
    finally:
        server.kill()
        server.wait()


def bench_room(pcapdeck, folder):
    bench_votes(pcapdeck, folder)
    bench_listeners(pcapdeck, folder)
    bench_save(pcapdeck, folder)


ALONE = {'calls': bench_calls, 'votes': bench_votes, 'site': bench_site, 'serve': bench_serve, 'room': bench_room}


def main():
    pcapdeck = sys.argv[1]
    if sys.argv[2] in ALONE:
        with tempfile.TemporaryDirectory() as folder:
            ALONE[sys.argv[2]](pcapdeck, folder)
        return
    count = int(sys.argv[2])
    talk = os.path.join(TOP, 'slides', '01-what-is-a-network.md')
    with tempfile.TemporaryDirectory() as folder:
        deck = os.path.join(folder, 'decks')
        recording = os.path.join(folder, 'recording.pcap')
        compare('record: GET /ping and a long reply, whole process',
                Figure('pcapdeck record', [pcapdeck, 'record', '-o', recording, '--get', '/ping',
                                           '--get', '/long?bytes=16000']), [], 10)
        bench_calls(pcapdeck, folder)
        bench_room(pcapdeck, folder)
        bench_serve(pcapdeck, folder)
        bench_site(pcapdeck, os.path.join(folder, 'season'))

        marp_deck = bench_deck(pcapdeck, folder, deck, 'build: slides/01, whole process', talk)
        size = os.path.getsize(os.path.join(deck, '01-what-is-a-network.html'))
        print(f'  deck: {size:,} bytes')
        if marp_deck:
            print(f'  marp\'s: {os.path.getsize(marp_deck):,} bytes, and the images beside it')
            paint(os.path.join(deck, '01-what-is-a-network.html'), marp_deck)
        bench_deck(pcapdeck, folder, deck, 'build: 15 slides, each with a diagram, 3 captures',
                   long_talk(folder))

        sequence = os.path.join(folder, 'sequence.pcap')
        repeat(recording, sequence, 500)
        step(pcapdeck, folder, sequence)
        compare('picture: a sequence diagram of 500 packets on dozens of connections, whole process',
                Figure('pcapdeck packets --svg', [pcapdeck, 'packets', sequence, '--svg',
                                                  '--frames', '1-500']),
                [Figure('a start of the program', [pcapdeck, '--help'])], 20)

        capture = os.path.join(folder, 'big.pcap')
        if os.path.exists(GENERATOR):
            print(f'\nwriting {count:,} packets')
            subprocess.run([sys.executable, GENERATOR, '-n', str(count), '-o', capture], check=True,
                           stdout=subprocess.DEVNULL)
        else:
            print(f'\nrepeating the recording, to {count:,} packets')
            repeat(recording, capture, count)
        print(f'  {os.path.getsize(capture):,} bytes')
        os.sync()  # else the kernel writes it out while it is read
        loop = os.path.join(os.path.dirname(pcapdeck), '..', 'tests', 'bench', 'pcap-loop')
        peers = peers_of(('empty pcap_next_ex loop', [loop, capture]),
                         ('tcpdump -w /dev/null', ['tcpdump', '-r', capture, '-w', '/dev/null']))
        compare('scan: every packet decoded and analysed',
                Figure('pcapdeck packets --count', [pcapdeck, 'packets', capture, '--count']), peers, 15)
        peers = peers_of(('tcpdump -nn', ['tcpdump', '-nn', '-r', capture]))
        compare('text: every packet as JSON, against tcpdump\'s text',
                Figure('pcapdeck packets --json', [pcapdeck, 'packets', capture, '--json']), peers, 3)
        peers = peers_of(('tshark -T fields', ['tshark', '-n', '-r', capture, '-T', 'fields', '-e',
                                               'frame.number', '-e', 'tcp.analysis.flags']))
        compare('scan against tshark', Figure('pcapdeck packets --count (again)',
                                              [pcapdeck, 'packets', capture, '--count']), peers, 1)


if __name__ == '__main__':
    main()
