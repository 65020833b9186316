#ifndef CONVERSATION_RECORDED_CALLS_H
#define CONVERSATION_RECORDED_CALLS_H

/*
 * The socket calls beside a capture, and which connection of the capture each belongs to. Only what
 * was recorded counts: a call whose socket is not known belongs to none.
 */

#include "base/arena.h"
#include "base/error.h"
#include "calls/socket-call.h"
#include "conversation/connection/tcp-facts.h"
#include "conversation/endpoint.h"
#include "conversation/redact/redact.h"

enum call_kind {
	CALL_KIND_OTHER,
	CALL_KIND_SOCKET,
	CALL_KIND_BIND,
	CALL_KIND_LISTEN,
	CALL_KIND_ACCEPT,
	CALL_KIND_CONNECT,
	CALL_KIND_SEND, /* write, sendto, sendfile and the like */
	CALL_KIND_RECEIVE, /* read, recvfrom and the like; splice may be both */
	CALL_KIND_SHUTDOWN,
	CALL_KIND_CLOSE,
	CALL_KIND_OPTION, /* setsockopt */
	CALL_KIND_WAIT, /* poll, select, epoll_wait: of no single descriptor */
	CALL_KIND_FORK, /* fork, vfork, clone: it makes a process, not a thread */
	CALL_KIND_EXEC,
	CALL_KIND_DUP, /* dup, and fcntl that does the same */
	CALL_KIND_PAIR, /* socketpair */
	CALL_KIND_CLOSE_RANGE,
	CALL_KIND_EXIT, /* exit_group, CALL_NAME_KILLED: the process ends */
};

enum { CALL_NO_STREAM = -1, CALL_NO_INDEX = -1 };

#define CALL_BYTES_UNKNOWN UINT64_MAX

/*
 * A descriptor of a process, from the call that returned it to the call that closed it. When
 * connect() failed and the descriptor connects again, a new item begins.
 */
struct call_descriptor {
	enum call_role role;
	int process, number;
	bool has_origin; /* the call that returned it was recorded */
	bool is_accepted; /* that call was accept() */
	bool is_of_pair; /* that call was socketpair(): such a socket has no address */
	bool is_cloexec; /* execve() closes it, as calls said last */
	bool has_local, has_peer;
	struct endpoint local, peer; /* as the kernel had them last, else as calls name them */
	int64_t original; /* the index of the descriptor that it copies; or CALL_NO_INDEX */
	/*
	 * The index of the first descriptor that names the same open file description; dup() and
	 * fork() make more of them. is_nonblocking counts in that one only: O_NONBLOCK, as calls
	 * set it last through any of them.
	 */
	size_t description;
	bool is_nonblocking;
	int64_t stream; /* of its connection; or CALL_NO_STREAM */
	/* INT64_MIN: the call that opened it was not recorded */
	int64_t opened_ns;
	/* when each of these happened; INT64_MAX: that was not recorded */
	int64_t bound_ns, listening_ns, connecting_ns, shut_ns, closed_ns;
	/*
	 * when a call showed that connect() succeeded, or that it failed; at most one of them is
	 * set
	 */
	int64_t connected_ns, failed_ns;
};

struct recorded_call {
	const struct socket_call *call;
	enum call_kind kind;
	int64_t descriptor; /* the index of the descriptor that it uses; or CALL_NO_INDEX */
	/* the stream of the connection; for accept, of the accepted one; or CALL_NO_STREAM */
	int64_t stream;
	bool has_named;
	struct endpoint named; /* the socket whose address the program passed, or got as a result */
	bool is_nonblocking; /* it returned at once: O_NONBLOCK or MSG_DONTWAIT */
	/*
	 * For a call that sends or receives on a connection: the bytes that earlier calls of the
	 * same end passed in the same direction. CALL_BYTES_UNKNOWN when one of those calls does
	 * not tell its number of bytes, and when two calls ran at the same time.
	 */
	uint64_t bytes_before;
};

/* What the kernel knew of a socket after packets of its connection. */
struct recorded_sample {
	const struct packet_sample *sample;
	uint32_t stream;
	bool is_of_server; /* of the side that accepted the connection */
};

struct recorded_calls {
	struct recorded_call *items; /* in the order in which they began */
	size_t count;
	struct call_descriptor *descriptors; /* in the order in which they were opened */
	size_t descriptor_count;
	struct recorded_sample *samples; /* in the order of time; those of known connections */
	size_t sample_count;
};

/*
 * Finds the connections of `calls`, which *ret_calls borrows. `redaction` has changed the addresses
 * of the connections; or NULL. All else is in the arena.
 */
void recorded_calls_find(struct recorded_calls *ret_calls, const struct socket_calls *calls,
	const struct tcp_connection *connections, uint32_t connection_count,
	struct redaction *redaction, struct arena *arena);

/*
 * Reads the file of calls beside the capture at `path`. Returns NULL without an error when there is
 * none, and with one, which may begin with file and line, when it cannot be read.
 */
const struct recorded_calls *recorded_calls_read(const char *path,
	const struct tcp_connection *connections, uint32_t connection_count,
	struct redaction *redaction, struct arena *arena, struct error *error);

/*
 * Whether a call is one that an author means: its own name, or one for several of the kernel's:
 * accept, connect, write and send, read and recv, poll, fork.
 */
bool recorded_call_has_name(const struct recorded_call *call, const char *name);

/* The nearest name that an author may write; NULL: none is near. */
const char *recorded_call_nearest_name(const char *name);
bool recorded_call_is_name(const char *name);

/* Whether the call is on the side that accepted the connection, or listens. */
bool recorded_call_is_of_server(
	const struct recorded_call *call, const struct recorded_calls *calls);

/* The time at which it ended; INT64_MAX when it did not. */
int64_t recorded_call_end_ns(const struct recorded_call *call);

#endif
