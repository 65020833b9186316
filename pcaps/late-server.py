"""Listens, and calls accept() and then read() two seconds late each; its calls are what a capture shows."""
import os
import socket
import time

listening = socket.socket()
listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listening.bind(('127.0.0.1', 8080))
listening.listen()
time.sleep(2)
connected, _ = listening._accept()  # accept() makes further calls, to describe the new socket
time.sleep(2)
os.read(connected, 4096)
os.write(connected, b'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\npong\n')
os.read(connected, 4096)
os.close(connected)
listening.close()
