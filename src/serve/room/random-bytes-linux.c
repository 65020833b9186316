/* getrandom(2) waits until the kernel's generator was seeded, and does not fail afterwards. */
#include "serve/room/random-bytes.h"

#include <errno.h>
#include <sys/random.h>

#include "base/message.h"

bool random_bytes(uint8_t *bytes, size_t size, struct error *error)
{
	ssize_t got;
	do {
		got = getrandom(bytes, size, 0);
	} while (got < 0 && errno == EINTR);
	if (got == (ssize_t)size)
		return true;
	return error_set(error, "the system gives no random bytes: %s", message_of_errno(errno));
}
