#!/usr/bin/env python3
"""Runs a command as a container does that forbids namespaces (Docker's default seccomp rules).

  deny.py COMMAND...            no unshare, setns, mount or clone with a namespace
  deny.py --packets COMMAND...  and no packet sockets: nothing can be captured, even by root
  deny.py --ptrace COMMAND...   no ptrace, and nothing else is forbidden
  deny.py --landlock COMMAND... as a kernel without Landlock
  deny.py --seccomp COMMAND...  nor filters of seccomp, as a kernel without both

It needs no privilege. The filter applies to the command and to all that it starts. Exit status 77 where a
filter cannot be set.
"""
import ctypes
import errno
import os
import platform
import socket
import struct
import sys

SKIP = 77
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2
ALLOW, ERRNO = 0x7fff0000, 0x00050000
LOAD, EQUAL, ANY_OF, RETURN = 0x20, 0x15, 0x45, 0x06
NUMBER, FIRST_ARGUMENT = 0, 16  # in struct seccomp_data, little endian
CLONE_ANY_NEW = 0x7e020000

# unshare, setns, mount, clone, clone3, socket
CALLS = {
    'x86_64': (272, 308, 165, 56, 435, 41),
    'aarch64': (97, 268, 40, 220, 435, 198),
}
PTRACE = {'x86_64': 101, 'aarch64': 117}
SECCOMP = {'x86_64': (317, 157), 'aarch64': (277, 167)}  # seccomp, prctl
LANDLOCK_CREATE_RULESET = 444


def refuse(number, cause):
    return [(EQUAL, 0, 1, number), (RETURN, 0, 0, ERRNO | cause)]


def refuse_argument(number, jump, value, cause):
    return [(EQUAL, 0, 4, number), (LOAD, 0, 0, FIRST_ARGUMENT), (jump, 0, 1, value),
            (RETURN, 0, 0, ERRNO | cause), (LOAD, 0, 0, NUMBER)]


def rules(calls, without_packets):
    unshare, setns, mount, clone, clone3, socket_call = calls
    program = [(LOAD, 0, 0, NUMBER)]
    for number in (unshare, setns, mount):
        program += refuse(number, errno.EPERM)
    program += refuse(clone3, errno.ENOSYS)  # glibc then tries clone, whose flags can be seen
    program += refuse_argument(clone, ANY_OF, CLONE_ANY_NEW, errno.EPERM)
    if without_packets:
        program += refuse_argument(socket_call, EQUAL, socket.AF_PACKET, errno.EPERM)
    return program + [(RETURN, 0, 0, ALLOW)]


def rules_of(option, machine):
    if option == '--ptrace':
        return [(LOAD, 0, 0, NUMBER), *refuse(PTRACE[machine], errno.EPERM), (RETURN, 0, 0, ALLOW)]
    if option in ('--landlock', '--seccomp'):
        program = [(LOAD, 0, 0, NUMBER), *refuse(LANDLOCK_CREATE_RULESET, errno.ENOSYS)]
        if option == '--seccomp':
            seccomp, prctl = SECCOMP[machine]
            program += refuse(seccomp, errno.ENOSYS)
            program += refuse_argument(prctl, EQUAL, PR_SET_SECCOMP, errno.EINVAL)
        return program + [(RETURN, 0, 0, ALLOW)]
    return rules(CALLS[machine], option == '--packets')


def main():
    command = sys.argv[1:]
    option = command.pop(0) if command[:1] and command[0].startswith('--') else ''
    if platform.machine() not in CALLS or not command:
        sys.exit(SKIP)
    code = b''.join(struct.pack('=HBBI', *line) for line in rules_of(option, platform.machine()))
    memory = ctypes.create_string_buffer(code, len(code))
    filter_program = struct.pack('@HP', len(code) // 8, ctypes.addressof(memory))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) or \
            libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter_program):
        print(f'deny.py: no seccomp filter: {os.strerror(ctypes.get_errno())}', file=sys.stderr)
        sys.exit(SKIP)
    os.execvp(command[0], command)


if __name__ == '__main__':
    main()
