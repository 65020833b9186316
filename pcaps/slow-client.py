"""Asks, and reads the answer a second later, from a small receive buffer; its calls are what a capture shows."""
import socket
import time

connected = socket.socket()
connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
connected.connect(('127.0.0.1', 8080))
connected.send(b'GET /pong\n')
time.sleep(1)
while connected.recv(4096):
    pass
connected.close()
