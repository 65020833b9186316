/*
 * Lists interfaces with pcap_findalldevs(3), their MTU (netdevice(7)) and their offloads. Whether
 * capturing is permitted is found by opening the interface: it depends on capabilities, groups,
 * sandboxes and device files, so no check predicts it. Only network interfaces are opened; opening
 * an nfqueue or nflog device would take packets away from its user.
 */
#include "capture/interface.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/nearest-name.h"

enum { TRY_SNAP_LENGTH = 64, TRY_BUFFER_SIZE = 65536, NAMES_MAX = 256 };

/* Linux' name for the capture on all interfaces. */
static const char any_interface[] = "any";

static void append_address(struct text *out, const struct sockaddr *address)
{
	char digits[INET6_ADDRSTRLEN] = "";
	if (!address)
		return;
	if (address->sa_family == AF_INET) {
		struct sockaddr_in v4;
		memcpy(&v4, address, sizeof(v4));
		(void)inet_ntop(AF_INET, &v4.sin_addr, digits, sizeof(digits));
	} else if (address->sa_family == AF_INET6) {
		struct sockaddr_in6 v6;
		memcpy(&v6, address, sizeof(v6));
		(void)inet_ntop(AF_INET6, &v6.sin6_addr, digits, sizeof(digits));
	}
	if (!digits[0])
		return;
	if (out->size)
		text_append(out, ", ");
	text_append(out, digits);
}

static uint32_t read_mtu(const char *name)
{
	struct ifreq request = { 0 };
	size_t size = strlen(name);
	if (size >= sizeof(request.ifr_name))
		return 0;
	memcpy(request.ifr_name, name, size);
	int control = socket(AF_INET, SOCK_DGRAM, 0);
	if (control < 0)
		return 0;
	bool ok = ioctl(control, SIOCGIFMTU, &request) == 0 && request.ifr_mtu > 0;
	(void)close(control);
	return ok ? (uint32_t)request.ifr_mtu : 0;
}

static void fill(struct interface *interface, const pcap_if_t *found, struct arena *arena)
{
	autofinish(text) struct text addresses = { 0 };
	for (const pcap_addr_t *entry = found->addresses; entry; entry = entry->next)
		append_address(&addresses, entry->addr);
	bool is_any = strcmp(found->name, any_interface) == 0;
	bool has_index = if_nametoindex(found->name) != 0;
	*interface = (struct interface){
		.name = arena_strdup(arena, found->name),
		.description = arena_strdup(arena, found->description ? found->description : ""),
		.addresses = arena_strdup(arena, text_string(&addresses)),
		.is_network = has_index || is_any,
		.is_up = (found->flags & PCAP_IF_UP) != 0,
		.is_loopback = (found->flags & PCAP_IF_LOOPBACK) != 0,
	};
	if (!has_index)
		return;
	interface->mtu = read_mtu(found->name);
	interface->offloads = interface_offloads(found->name);
}

bool interface_list_read(struct interface_list *ret_list, struct error *error)
{
	char detail[PCAP_ERRBUF_SIZE] = "";
	pcap_if_t *found = NULL;
	if (pcap_findalldevs(&found, detail) != 0)
		return error_set(error, "cannot list the interfaces: %s", detail);
	*ret_list = (struct interface_list){ 0 };
	unsigned count = 0;
	for (const pcap_if_t *entry = found; entry; entry = entry->next)
		count++;
	ret_list->interfaces =
		arena_alloc_array(&ret_list->arena, count, sizeof(*ret_list->interfaces));
	for (const pcap_if_t *entry = found; entry; entry = entry->next) {
		struct interface *interface = &ret_list->interfaces[ret_list->count++];
		fill(interface, entry, &ret_list->arena);
		interface->number = ret_list->count;
	}
	pcap_freealldevs(found);
	return true;
}

void interface_list_finish(struct interface_list *list)
{
	if (!list)
		return;
	arena_finish(&list->arena);
	*list = (struct interface_list){ 0 };
}

static bool is_number(const char *name, unsigned number)
{
	uint64_t value = 0;
	for (const char *p = name; *p; p++) {
		if (*p < '0' || *p > '9' || value > UINT32_MAX)
			return false;
		value = value * 10 + (uint64_t)(*p - '0');
	}
	return value == number;
}

const struct interface *interface_list_find(const struct interface_list *list, const char *name)
{
	for (unsigned i = 0; i < list->count; i++) {
		if (strcmp(list->interfaces[i].name, name) == 0)
			return &list->interfaces[i];
	}
	for (unsigned i = 0; i < list->count; i++) {
		if (is_number(name, list->interfaces[i].number))
			return &list->interfaces[i];
	}
	return NULL;
}

/* Returns the next address of "192.0.2.2, fd00::2", or NULL. */
static const char *next_address(const char **at, struct arena *arena)
{
	size_t size = strcspn(*at, ",");
	if (!size)
		return NULL;
	const char *address = arena_strndup(arena, *at, size);
	*at += size;
	*at += strspn(*at, ", ");
	return address;
}

static bool has_address(const struct interface *interface, const char *address)
{
	size_t size = strlen(address);
	for (const char *at = interface->addresses; *at; at += strspn(at, ", ")) {
		size_t length = strcspn(at, ",");
		if (length == size && memcmp(at, address, size) == 0)
			return true;
		at += length;
	}
	return false;
}

const struct interface *interface_list_with_address(
	const struct interface_list *list, const char *address)
{
	bool is_loopback = strncmp(address, "127.", 4) == 0;
	for (unsigned i = 0; i < list->count; i++) {
		const struct interface *interface = &list->interfaces[i];
		if (has_address(interface, address) || (is_loopback && interface->is_loopback))
			return interface;
	}
	return NULL;
}

const char *interface_list_outer_address(struct interface_list *list, bool is_ipv6)
{
	for (unsigned i = 0; i < list->count; i++) {
		const struct interface *interface = &list->interfaces[i];
		const char *at = interface->addresses, *address;
		if (!interface->is_up || interface->is_loopback)
			continue;
		while ((address = next_address(&at, &list->arena))) {
			bool is_local = strncmp(address, "fe80:", 5) == 0;
			if (!is_local && is_ipv6 == (strchr(address, ':') != NULL))
				return address;
		}
	}
	return NULL;
}

const char *interface_list_nearest(const struct interface_list *list, const char *name)
{
	const char *names[NAMES_MAX];
	size_t count = 0;
	for (unsigned i = 0; i < list->count && count < NAMES_MAX; i++)
		names[count++] = list->interfaces[i].name;
	return nearest_name(name, names, count);
}

enum interface_access interface_try(const struct interface *interface)
{
	if (!interface->is_network)
		return INTERFACE_UNTRIED;
	char detail[PCAP_ERRBUF_SIZE] = "";
	pcap_t *pcap = pcap_create(interface->name, detail);
	if (!pcap)
		return INTERFACE_REFUSED;
	(void)pcap_set_snaplen(pcap, TRY_SNAP_LENGTH);
	(void)pcap_set_buffer_size(pcap, TRY_BUFFER_SIZE);
	int status = pcap_activate(pcap);
	pcap_close(pcap);
	if (status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED)
		return INTERFACE_DENIED;
	if (status == PCAP_ERROR_IFACE_NOT_UP)
		return INTERFACE_DOWN;
	return status < 0 ? INTERFACE_REFUSED : INTERFACE_OPEN;
}
