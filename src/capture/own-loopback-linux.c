/*
 * Changes the loopback for a recording and restores it. A separate process, the keeper, waits for
 * the end of the recording and restores the settings, also when the recording process is killed.
 * Until then the keeper holds an abstract socket (unix(7)), whose name is unique in a network
 * namespace. So a second recording cannot take the changed settings for the original ones.
 */
#include "base/array.h"
#include "capture/own-loopback.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "capture/loopback-settings.h"
#include "capture/network-identity.h"

enum {
	PATIENCE_MS = 60000, /* the limit for a recording of slow replies */
	TRIES = 8,
	MTU_MIN = 1280, /* below it an interface loses its IPv6 addresses for good (RFC 8200) */
};

struct own_loopback {
	pid_t keeper;
	int lifeline; /* a byte or end of file on it ends the recording */
};

/* ---- one recording at a time ---- */

static socklen_t lock_address(struct sockaddr_un *ret_address)
{
	static const char name[] = "pcapdeck-loopback";
	*ret_address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(ret_address->sun_path + 1, name, sizeof(name) - 1);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) + sizeof(name));
}

/* Waits until the holder of the lock has ended, which closes the connection. */
static bool wait_for_holder(const struct sockaddr_un *address, socklen_t size)
{
	int waiter = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (waiter < 0)
		return false;
	bool ok = true;
	if (connect(waiter, (const struct sockaddr *)address, size) == 0) {
		struct pollfd end = { .fd = waiter, .events = POLLIN };
		ok = poll(&end, 1, PATIENCE_MS) > 0;
	}
	(void)close(waiter);
	return ok;
}

static int take_lock(void)
{
	struct sockaddr_un address;
	socklen_t size = lock_address(&address);
	for (int i = 0; i < TRIES; i++) {
		int lock = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (lock < 0)
			return -1;
		if (bind(lock, (const struct sockaddr *)&address, size) == 0 &&
			listen(lock, SOMAXCONN) == 0)
			return lock;
		bool is_taken = errno == EADDRINUSE;
		(void)close(lock);
		if (!is_taken || !wait_for_holder(&address, size))
			return -1;
	}
	return -1;
}

/* ---- the keeper ---- */

_Noreturn static void keep(const struct loopback_settings *before, int lifeline)
{
	/*
	 * Ctrl-C reaches every process of the terminal. The keeper ignores it and ends after the
	 * others.
	 */
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE };
	char ending;
	for (size_t i = 0; i < ARRAY_COUNT(signals); i++)
		(void)signal(signals[i], SIG_IGN);
	for (int standard = STDIN_FILENO; standard <= STDERR_FILENO; standard++)
		(void)close(standard);
	while (read(lifeline, &ending, 1) < 0 && errno == EINTR)
		continue;
	bool is_denied;
	struct error error = { 0 };
	(void)loopback_settings_write(before, &is_denied, &error);
	_exit(0);
}

static struct own_loopback *start_keeper(const struct loopback_settings *before)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return NULL;
	pid_t keeper = fork();
	if (keeper == 0) {
		(void)close(ends[1]);
		keep(before, ends[0]);
	}
	(void)close(ends[0]);
	if (keeper < 0) {
		(void)close(ends[1]);
		return NULL;
	}
	struct own_loopback *own = xcalloc(1, sizeof(*own));
	*own = (struct own_loopback){ .keeper = keeper, .lifeline = ends[1] };
	return own;
}

struct own_loopback *own_loopback_prepare(uint32_t mtu)
{
	struct loopback_settings before;
	struct loopback_settings wire = loopback_settings_of_wire(mtu);
	if (mtu < MTU_MIN || !network_is_not_of_host())
		return NULL;
	int lock = take_lock();
	if (lock < 0)
		return NULL;
	struct own_loopback *own = loopback_settings_read(&before) ? start_keeper(&before) : NULL;
	(void)close(lock); /* the keeper has its own copy */
	bool is_denied;
	autofinish(error) struct error error = { 0 };
	if (own && !loopback_settings_write(&wire, &is_denied, &error)) {
		own_loopback_free(own);
		own = NULL;
	}
	return own;
}

void own_loopback_free(struct own_loopback *own)
{
	if (!own)
		return;
	/*
	 * A byte ends the recording for sure: a child of the recording may still hold the other end
	 * open.
	 */
	(void)!write(own->lifeline, "", 1);
	(void)close(own->lifeline);
	while (waitpid(own->keeper, NULL, 0) < 0 && errno == EINTR)
		continue;
	free(own);
}
