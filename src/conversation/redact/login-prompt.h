#ifndef CONVERSATION_LOGIN_PROMPT_H
#define CONVERSATION_LOGIN_PROMPT_H

/*
 * Finds a password that is typed because the other side asked for it, as in Telnet (RFC 854), on a
 * serial console or in a shell over a socket: everything sent after "Password:" until the end of
 * the line, character by character or at once. Telnet commands in between are not part of it.
 * Servers of mail and news ask with a line and expect base64 (RFC 4954: "334 "; RFC 9051 and RFC
 * 1939: "+ "; RFC 4643: "383 "), whatever command the client began with. When nothing of a Telnet
 * server was captured, the client's first lines may be a name and a password.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { PROMPT_TAIL_SIZE = 64, PROMPT_HEAD_SIZE = 4 };

/* One side of a connection. A zeroed value is the beginning. */
struct login_prompt {
	char tail[PROMPT_TAIL_SIZE]; /* the end of its unfinished line */
	uint32_t tail_size;
	char head[PROMPT_HEAD_SIZE]; /* the beginning of its line */
	uint32_t head_size;
	bool is_words; /* the rest of the line is not base64 */
	bool has_spoken;
	/* its finished lines without empty ones; size of the last one */
	uint32_t line_count, line_size;
	bool is_asked; /* it was asked for a password: its next line is one */
	uint8_t command; /* bytes of the current Telnet command seen; the next ones continue it */
};

/* Called for a run of payload bytes that is part of a password. */
typedef void login_prompt_function(void *user, uint32_t offset, uint32_t size);

/*
 * `speaker` sends `payload` to `other`; `port` is the server's. Calls `hide` for each part of a
 * password in it, and notes in `other` when a password was asked for.
 */
void login_prompt_add(struct login_prompt *speaker, struct login_prompt *other,
	struct bytes payload, uint16_t port, login_prompt_function *hide, void *user);

#endif
