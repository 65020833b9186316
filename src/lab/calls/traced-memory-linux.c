/* Uses process_vm_readv(2), which needs the rights of a tracer. */
#include "lab/calls/traced-memory-linux.h"

#include <netinet/in.h>
#include <string.h>
#include <sys/uio.h>

#include "lab/sockets/socket-view-linux.h"

size_t traced_memory_read(pid_t thread, uint64_t place, void *out, size_t size)
{
	struct iovec here = { .iov_base = out, .iov_len = size };
	struct iovec there = { .iov_base = (void *)(uintptr_t)place, .iov_len = size };
	ssize_t got = place ? process_vm_readv(thread, &here, 1, &there, 1, 0) : -1;
	return got > 0 ? (size_t)got : 0;
}

void traced_memory_read_string(pid_t thread, uint64_t place, char *out, size_t size)
{
	/* A read that crosses into unmapped memory would return nothing. */
	for (size_t i = 0; i + 1 < size; i++) {
		if (!traced_memory_read(thread, place + i, out + i, 1) || !out[i]) {
			out[i] = '\0';
			return;
		}
	}
	out[size - 1] = '\0';
}

void traced_memory_read_address(pid_t thread, uint64_t place, char out[CALL_ADDRESS_SIZE])
{
	union {
		struct sockaddr any;
		struct sockaddr_in four;
		struct sockaddr_in6 six;
	} address = { 0 };
	size_t size = sizeof(address.four);
	if (traced_memory_read(thread, place, &address, size) != size)
		return;
	size = sizeof(address.six);
	if (address.any.sa_family == AF_INET6 &&
		traced_memory_read(thread, place, &address, size) != size)
		return;
	socket_address_describe(&address.any, out);
}
