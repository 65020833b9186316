import socket
s = socket.socket()
s.connect(("127.0.0.1", 8080))
s.sendall(b"GET /ping HTTP/1.1\r\nHost: pingpong\r\nConnection: close\r\n\r\n")
while s.recv(4096):
    pass
s.close()
