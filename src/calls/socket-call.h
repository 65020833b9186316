#ifndef CALLS_SOCKET_CALL_H
#define CALLS_SOCKET_CALL_H

/*
 * The system calls on sockets of a recorded program, one JSON object a line (NAME.calls.jsonl
 * beside NAME.pcap), and behind them what the kernel knew of the sockets shortly after packets. Of
 * data that was sent or received only the length is kept.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/cleanup.h"
#include "base/error.h"
#include "base/text.h"

enum call_role { CALL_OF_SERVER, CALL_OF_CLIENT };

enum {
	CALL_NAME_SIZE = 24,
	CALL_ADDRESS_SIZE = 64,
	CALL_ERROR_SIZE = 24,
	CALL_ARGUMENTS_SIZE = 128,
	CALL_STATE_SIZE = 16,
	CALL_SOURCE_SIZE = 128,
	CALL_NO_DESCRIPTOR = -1,
	CALLS_MAX = 1000000, /* of a file */
	CALLS_SIZE_MAX = 256 << 20, /* bytes of a file */
	CALL_MEASURES_MAX = 200, /* of one call */
	PACKET_SAMPLES_MAX = 200000, /* of a file */
	PACKET_SAMPLES_SIZE_MAX = 64 << 20, /* bytes of their lines; part of CALLS_SIZE_MAX */
};

/* What the kernel knows of a TCP socket at a moment. */
struct socket_sample {
	bool is_taken; /* false: the socket is not of TCP, or the kernel did not tell */
	char state[CALL_STATE_SIZE]; /* as RFC 9293 names it: "SYN-SENT" */
	/* bytes that were written, and are not acknowledged yet; a FIN counts as one */
	uint32_t send_queue;
	uint32_t unsent; /* those of them that were never sent */
	/* bytes that arrived and were not read; of a listening socket the connections that wait */
	uint32_t receive_queue;
	uint32_t cwnd, ssthresh; /* in segments; a threshold of 0: none yet */
	uint32_t mss; /* bytes of a segment that it sends, at most; 0: not recorded */
	uint32_t rtt_us; /* smoothed */
	uint32_t retransmits; /* segments that were sent again, since the connection began */
};

/* What it knew while a call waited. */
struct socket_measure {
	int64_t time_ns;
	struct socket_sample sample;
};

#define CALL_SPLICE_SENDS "fd_in="
#define CALL_DUP_REPLACES "oldfd="

/*
 * The name of a line that is no call: a signal has ended the process. The arguments have the name
 * of the signal, "SIGKILL", or "signal 34" where it has none. The line has no result, begins when
 * the process ends, and closes what the process has open.
 */
#define CALL_NAME_KILLED "killed"

struct socket_call {
	enum call_role role;
	int process, thread; /* as the program itself sees them */
	char name[CALL_NAME_SIZE]; /* of the system call: "connect" */
	int descriptor; /* or CALL_NO_DESCRIPTOR */
	/* "127.0.0.1:8080", "[::1]:8080", of execve the program; or "" */
	char address[CALL_ADDRESS_SIZE];
	/* the size of the buffer that the call got, in bytes; -1: this call has none */
	int64_t length;
	int64_t result; /* what the call returned; -1 with an error */
	char error[CALL_ERROR_SIZE]; /* "ECONNREFUSED"; "" when it succeeded */
	bool is_unfinished; /* the thread ended inside the call, so there is no result and no end */
	int64_t begin_ns, end_ns; /* on the clock of the packets' timestamps */
	/*
	 * the other arguments, as strace(1) writes them: "SOL_SOCKET, SO_REUSEADDR, 1"; or "". Of
	 * splice they begin with CALL_SPLICE_SENDS when the socket gets the bytes. Of dup2 and
	 * dup3 they begin with CALL_DUP_REPLACES when a file that is no socket takes its number.
	 */
	char arguments[CALL_ARGUMENTS_SIZE];
	/* the addresses of the socket when the call ended, written like `address`; "": none */
	char local[CALL_ADDRESS_SIZE], peer[CALL_ADDRESS_SIZE];
	struct socket_sample sample; /* taken when the call ended; for close, when it began */
	const struct socket_measure *during; /* taken in between, in the order of time */
	size_t during_count;
	/* the line of source that made the call: "server.c:41"; "": not recorded, or not known */
	char source[CALL_SOURCE_SIZE];
	uint64_t source_digest; /* of that line, socket_call_line_digest() */
};

/*
 * What the kernel knew of a socket after packets of its connection. The recording asks for it when
 * it has read the packets, which is some time after they were sent.
 */
struct packet_sample {
	char local[CALL_ADDRESS_SIZE], peer[CALL_ADDRESS_SIZE];
	struct socket_sample sample;
	int64_t after_ns; /* the timestamp of the last packet that had been read */
	int64_t time_ns; /* when the kernel had answered, on the same clock */
};

/* A digest of a line of source without the space around it. It tells whether the line changed. */
uint64_t socket_call_line_digest(struct bytes line);

/*
 * Splits the source of a call into its path, of `ret_size` bytes, and its line. False when there is
 * none.
 */
bool socket_call_source(const struct socket_call *call, size_t *ret_size, unsigned *ret_line);

/*
 * The endings of captures that have the same file of calls, "x.calls.jsonl": "x.pcap" and the like.
 * The last one is none.
 */
extern const char *const socket_calls_endings[];
enum { SOCKET_CALLS_ENDINGS = 6 };

/*
 * Returns the path of the calls beside a capture, "x.calls.jsonl" beside "x.pcap", malloc()ed. NULL
 * for standard output ("-").
 */
char *socket_calls_path(const char *capture);

/*
 * Whether nothing but recorded calls would be lost if the file were written anew or removed. False
 * with an error when it has something else, cannot be read, or is no regular file. `path` may be
 * NULL.
 */
bool socket_calls_may_replace(const char *path, struct error *error);

/* Appends a line. */
void socket_call_append(struct text *out, const struct socket_call *call);

/*
 * Reads a line of the file. False when the line describes no call, or one without a possible name,
 * or one that ends before it begins. The arena gets what was measured during the call.
 */
bool socket_call_parse(struct bytes line, struct arena *arena, struct socket_call *ret_call);

/* Appends a line; one of a sample that was not taken is none. */
void packet_sample_append(struct text *out, const struct packet_sample *sample);

/* Reads such a line; false when it is none. Which of both kinds a line is: packet_sample_is(). */
bool packet_sample_parse(struct bytes line, struct packet_sample *ret_sample);
bool packet_sample_is(struct bytes line);

struct socket_calls {
	struct socket_call *items; /* malloc()ed, in the order in which they ended */
	size_t count, capacity;
	struct packet_sample *samples; /* malloc()ed */
	size_t sample_count, sample_capacity;
};

/* Reads all lines of a file's text. The message names the line that is wrong. */
bool socket_calls_parse(struct bytes text, const char *path, struct arena *arena,
	struct socket_calls *ret_calls, struct error *error);
void socket_calls_finish(struct socket_calls *calls);
DEFINE_AUTOFINISH(socket_calls);

#endif
