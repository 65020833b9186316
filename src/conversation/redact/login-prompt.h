#ifndef CONVERSATION_LOGIN_PROMPT_H
#define CONVERSATION_LOGIN_PROMPT_H

/*
 * A password that is typed because the other side asked for it, as in Telnet (RFC 854), a serial console
 * or a shell over a socket: what is sent behind "Password:" until the end of the line, a character at a
 * time or at once. Telnet's own commands in between are no part of it. A server of mail or news asks with
 * a line of base64 (RFC 4954: "334 "; RFC 9051 and RFC 1939: "+ "; RFC 4643: "383 "), whatever it was that
 * the client began with. Where nothing of Telnet's server was captured, the first lines of a client may be a
 * name and a password.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/bytes.h"

enum { PROMPT_TAIL_SIZE = 64, PROMPT_HEAD_SIZE = 4 };

/* One side of a connection. A zeroed value is its beginning. */
struct login_prompt {
	char tail[PROMPT_TAIL_SIZE]; /* what it said last, of the line that is not over */
	uint32_t tail_size;
	char head[PROMPT_HEAD_SIZE]; /* what its line begins with */
	uint32_t head_size;
	bool is_words; /* the rest of the line is no base64 */
	bool has_spoken;
	uint32_t line_count, line_size; /* that it has ended, empty ones aside; of its last one */
	bool is_asked; /* for a password: what it says next is one, until its line ends */
	uint8_t command; /* of Telnet, as many bytes of it as were seen; its state goes on */
};

/* A run of bytes of a payload that is part of a password. */
typedef void login_prompt_function(void *user, uint32_t offset, uint32_t size);

/*
 * `speaker` says `payload` to `other`; `port` is the server's. Calls `hide` for each part of a password in
 * it, and remembers in `other` that a password was asked for.
 */
void login_prompt_add(struct login_prompt *speaker, struct login_prompt *other,
	struct bytes payload, uint16_t port, login_prompt_function *hide, void *user);

#endif
