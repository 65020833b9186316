"""Connects to a server that has not called accept() yet, and asks; its calls are what a capture shows."""
import os
import socket
import time

connected = socket.socket()
connected.connect(('127.0.0.1', 8080))
time.sleep(2.5)
os.write(connected.fileno(), b'GET /ping HTTP/1.1\r\nHost: pingpong\r\n\r\n')
os.read(connected.fileno(), 4096)
connected.close()
