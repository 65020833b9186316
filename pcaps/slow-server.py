"""Answers one request with more bytes than the buffers hold, in two writes; its calls are what a capture shows."""
import socket

LINE = b'pong pong pong pong pong pong pong pong pong pong pong pong pon\n'  # 64 bytes

listening = socket.socket()
listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
listening.bind(('127.0.0.1', 8080))
listening.listen()
connected, _ = listening.accept()
connected.recv(4096)
connected.send(LINE * 32)
connected.send(LINE * 320)
connected.close()
listening.close()
