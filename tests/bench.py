#!/usr/bin/env python3
"""script/bench: whole commands, several runs each, the peers interleaved with ours.

Prints for each figure the median of the runs (and the least), the peak memory, and the ratio to the
peer of the same run. A peer that is not installed is named as missing, never guessed.
"""
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
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
    for _ in range(times):
        for figure in figures:
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


def main():
    pcapdeck, count = sys.argv[1], int(sys.argv[2])
    talk = os.path.join(TOP, 'slides', '01-what-is-a-network.md')
    with tempfile.TemporaryDirectory() as folder:
        deck = os.path.join(folder, 'decks')
        recording = os.path.join(folder, 'recording.pcap')
        compare('record: GET /ping and a long reply, whole process',
                Figure('pcapdeck record', [pcapdeck, 'record', '-o', recording, '--get', '/ping',
                                           '--get', '/long?bytes=16000']), [], 10)

        plain = os.path.join(folder, 'plain.html')
        print()
        peers = peers_of(('cmark', ['cmark', '--unsafe', talk]),
                         ('marp', ['marp', '--no-stdin', '--html', '-o', plain, talk]),
                         ('pandoc', ['pandoc', '-t', 'revealjs', '-s', '--self-contained', '-o',
                                     plain, talk]))
        # pandoc embeds whatever reveal.js it is pointed at; without one it only converts.
        for peer in peers:
            if peer.name == 'pandoc':
                peer.command.remove('--self-contained')
                peer.name = 'pandoc (not self-contained)'
        compare('build: slides/01, whole process',
                Figure('pcapdeck build', [pcapdeck, 'build', talk, '-o', deck]), peers, 10)
        size = sum(entry.stat().st_size for entry in os.scandir(deck) if entry.name.endswith('.html'))
        print(f'  deck: {size:,} bytes')

        capture = os.path.join(folder, 'big.pcap')
        if os.path.exists(GENERATOR):
            print(f'\nwriting {count:,} packets')
            subprocess.run([sys.executable, GENERATOR, '-n', str(count), '-o', capture], check=True,
                           stdout=subprocess.DEVNULL)
        else:
            print(f'\nrepeating the recording, to {count:,} packets')
            repeat(recording, capture, count)
        print(f'  {os.path.getsize(capture):,} bytes')
        peers = peers_of(('tcpdump -w /dev/null', ['tcpdump', '-r', capture, '-w', '/dev/null']))
        compare('scan: every packet decoded and analysed',
                Figure('pcapdeck packets --count', [pcapdeck, 'packets', capture, '--count']), peers, 5)
        peers = peers_of(('tcpdump -nn', ['tcpdump', '-nn', '-r', capture]))
        compare('text: every packet as JSON, against tcpdump\'s text',
                Figure('pcapdeck packets --json', [pcapdeck, 'packets', capture, '--json']), peers, 2)
        peers = peers_of(('tshark -T fields', ['tshark', '-n', '-r', capture, '-T', 'fields', '-e',
                                               'frame.number', '-e', 'tcp.analysis.flags']))
        compare('scan against tshark', Figure('pcapdeck packets --count (again)',
                                              [pcapdeck, 'packets', capture, '--count']), peers, 1)


if __name__ == '__main__':
    main()
