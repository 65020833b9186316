#ifndef CAPTURE_INTERFACE_H
#define CAPTURE_INTERFACE_H

/* The interfaces that libpcap can capture on, and what is worth knowing before one does. */

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

enum offload { OFFLOAD_UNKNOWN, OFFLOAD_OFF, OFFLOAD_ON };

/* While one is on, a capture shows segments larger than the MSS, which no wire carries. */
struct offloads {
	enum offload tso, gso, gro;
};

struct interface {
	unsigned number; /* from 1, as tshark -D and tcpdump -D count */
	const char *name;
	const char *description; /* "" when there is none */
	const char *addresses; /* IPv4 and IPv6, with ", " between them */
	bool is_network; /* not a bus, a log or a queue that libpcap can read as well */
	bool is_up, is_loopback;
	uint32_t mtu; /* 0: unknown */
	struct offloads offloads;
};

struct interface_list {
	struct interface *interfaces;
	unsigned count;
	struct arena arena; /* owns the names */
};

/* In libpcap's order. An empty list is no failure. */
bool interface_list_read(struct interface_list *ret_list, struct error *error);
void interface_list_finish(struct interface_list *list);
DEFINE_AUTOFINISH(interface_list);

/* By name, else by number ("2"); NULL when there is none. */
const struct interface *interface_list_find(const struct interface_list *list, const char *name);

/* The one that has the address ("192.0.2.2"); for one of 127.0.0.0/8 the loopback. NULL when there is none. */
const struct interface *interface_list_with_address(
	const struct interface_list *list, const char *address);

/*
 * An address that other machines may know this one by, of an interface that is up and no loopback, IPv4 or
 * IPv6 (no link-local one); NULL when there is none. Owned by the list.
 */
const char *interface_list_outer_address(struct interface_list *list, bool is_ipv6);

/* The name that is nearest to a mistyped one, or NULL. */
const char *interface_list_nearest(const struct interface_list *list, const char *name);

enum interface_access {
	INTERFACE_UNTRIED, /* no network: to try would change something */
	INTERFACE_OPEN,
	INTERFACE_DENIED,
	INTERFACE_DOWN,
	INTERFACE_REFUSED,
};

/* Tries to capture, for a moment; the interface is not put into promiscuous mode. */
enum interface_access interface_try(const struct interface *interface);

/* What the interface's driver has switched on; on each system in a file of its own. */
struct offloads interface_offloads(const char *name);

#endif
