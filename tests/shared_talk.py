"""A server of shared talks on the loopback, for tests/room-load.py and script/bench."""
import http.client
import os
import subprocess
import threading
from urllib.parse import urlsplit


class Server:
    """`pcapdeck serve FOLDER --share`. It has the cookies that its two links give to browsers."""

    def __init__(self, program, folder, messages=subprocess.DEVNULL):
        self.process = subprocess.Popen(
            [program, 'serve', folder, '--port', '0', '--share', '--listen', '127.0.0.1'], stdout=subprocess.PIPE,
            stderr=messages, text=True, env={**os.environ, 'LC_ALL': 'C.UTF-8'})
        links = []
        while len(links) < 2:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit('not ok - the server did not start')
            links += [word for word in line.split() if '/join/' in word]
        threading.Thread(target=self.process.stdout.read, daemon=True).start()
        self.url = links[0].split('join/')[0]
        self.place = urlsplit(self.url)
        self.presenter, self.listener = (self.cookie(link) for link in links)

    def cookie(self, link):
        connection = http.client.HTTPConnection(self.place.netloc, timeout=60)
        connection.request('GET', urlsplit(link).path)
        return connection.getresponse().getheader('Set-Cookie').split(';')[0]

    def end(self, number):
        """Sends the signal, and waits for the end."""
        self.process.send_signal(number)
        self.process.wait()
