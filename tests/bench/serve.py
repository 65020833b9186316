"""script/bench serve: what the server costs a deck and a page, beside nginx, with wrk in turn."""
import os
import re
import shutil
import socket
import statistics
import subprocess
import time
import urllib.request

TICKS = os.sysconf('SC_CLK_TCK')
CONNECTIONS = 32

NGINX = '''
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 1000000000;
  default_type text/html;
  open_file_cache max=10;
  server {{ listen 127.0.0.1:{port}; root {folder}/www; {headers} }}
}}
'''


def processor_seconds(process):
    """User and system time of a process and its children."""
    total = 0.0
    ids = [process]
    with open(f'/proc/{process}/task/{process}/children', encoding='ascii') as file:
        ids += [int(word) for word in file.read().split()]
    for one in ids:
        with open(f'/proc/{one}/stat', encoding='ascii') as file:
            fields = file.read().rpartition(')')[2].split()
        total += (int(fields[11]) + int(fields[12])) / TICKS
    return total


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def write_talks(folder):
    """Talks whose decks have about 256 kB, and whose list is a page of some kB."""
    os.mkdir(folder)
    for number in range(2):
        with open(os.path.join(folder, f'talk-{number:02}.md'), 'w', encoding='utf-8') as file:
            file.write(f'---\ntitle: A talk whose title says what it is about, number {number}\nlang: en\n'
                       'presenter: Somebody of the study group\n---\n\n# A talk\n\nWords.\n')


def start_serve(pcapdeck, talks):
    server = subprocess.Popen([pcapdeck, 'serve', talks, '--port', '0'], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    for line in server.stdout:
        found = re.search(r'http://127\.0\.0\.1:\d+/', line)
        if found:
            return server, found[0]
    raise SystemExit('pcapdeck serve did not start')


def fetch(url):
    with urllib.request.urlopen(url) as answer:
        return answer.read(), answer.headers.items()


def start_nginx(folder, pages, headers):
    port = free_port()
    os.makedirs(os.path.join(folder, 'www'))
    for name, body in pages.items():
        with open(os.path.join(folder, 'www', name), 'wb') as file:
            file.write(body)
    same = ''.join('add_header %s "%s";' % (name, value.replace('"', '\\"')) for name, value in headers
                   if name not in ('Content-Type', 'Content-Length', 'Date', 'Connection'))
    with open(os.path.join(folder, 'nginx.conf'), 'w', encoding='utf-8') as file:
        file.write(NGINX.format(folder=folder, port=port, headers=same, user='' if os.getuid() else 'user root;'))
    server = subprocess.Popen(['nginx', '-c', os.path.join(folder, 'nginx.conf'), '-p', folder],
                              stderr=subprocess.DEVNULL)
    url = f'http://127.0.0.1:{port}/'
    for _ in range(100):
        try:
            fetch(url + next(iter(pages)))
            return server, url
        except OSError:
            time.sleep(.05)
    raise SystemExit('nginx did not start')


def attack(url, process, seconds):
    """Requests a second, and microseconds of processor time for each."""
    before = processor_seconds(process)
    # With one thread wrk is what limits both servers.
    said = subprocess.run(['wrk', '-t2', f'-c{CONNECTIONS}', f'-d{seconds}s', url], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    used = processor_seconds(process) - before
    if 'Non-2xx' in said or 'Socket errors' in said:
        raise SystemExit(said)
    requests = int(re.search(r'(\d+) requests in', said)[1])
    return float(re.search(r'Requests/sec:\s+([\d.]+)', said)[1]), 1e6 * used / requests


def bench_serve(pcapdeck, folder, runs=3, seconds=4):
    missing = [name for name in ('wrk', 'nginx') if not shutil.which(name)]
    if missing:
        print(f"\nserve: {' and '.join(missing)} not installed")
        return
    talks = os.path.join(folder, 'served')
    write_talks(talks)
    server, url = start_serve(pcapdeck, talks)
    peer = None
    try:
        deck, headers = fetch(url + 'talk-00.html')
        page, _ = fetch(url)
        peer, other = start_nginx(os.path.join(folder, 'nginx'), {'deck.html': deck, 'page.html': page}, headers)
        for name, body, ours, theirs in (('deck', deck, 'talk-00.html', 'deck.html'), ('page', page, '', 'page.html')):
            found = [[], []]
            for _ in range(runs):
                found[0].append(attack(url + ours, server.pid, seconds))
                found[1].append(attack(other + theirs, peer.pid, seconds))
            rates = [statistics.median(rate for rate, _ in one) for one in found]
            costs = [statistics.median(cost for _, cost in one) for one in found]
            print(f'\nserve: a {name} of {len(body) / 1000:.0f} kB, {CONNECTIONS} connections of wrk '
                  f'({runs} runs of {seconds} s each, in turn)')
            for who, rate, cost in zip(('pcapdeck serve', 'nginx, 1 worker'), rates, costs):
                print(f'  {who}: {rate:.0f} requests/s, {cost:.1f} us of a processor each')
            print(f'  rate {rates[0] / rates[1]:.2f} x (promised: at least 1), '
                  f'processor {costs[0] / costs[1]:.2f} x (promised: at most 1.5)')
    finally:
        for process in (server, peer):
            if process:
                process.terminate()
                process.wait()
