/*
 * Collects names of addresses from A and AAAA records (RFC 1035, RFC 3596), as Wireshark does with
 * captured DNS packets. In Wireshark the last name of an address wins. Here an address keeps two
 * different names: then it is shown with neither.
 */
#include "conversation/names/dns-names.h"

#include <strings.h>

#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/memory/hash-table.h"
#include "dissect/application/summary.h"

enum { ADDRESSES_MAX = 10000, NAME_SIZE_MAX = 255 /* RFC 1035 */ };

struct dns_name {
	struct address address;
	const char *name, *other;
	UT_hash_handle hh;
};

static const char *keep_name(struct dns_names *names, const char *name)
{
	autofinish(text) struct text text = { 0 };
	printable_append(&text, markup_bytes_of(name));
	return arena_strdup(&names->arena, text_string(&text));
}

static void add(void *context, const struct address *address, const char *name)
{
	struct dns_names *names = context;
	struct dns_name *known;
	if (!*name || strcmp(name, "<Root>") == 0 || strlen(name) > NAME_SIZE_MAX)
		return;
	HASH_FIND(hh, names->by_address, address, sizeof(*address), known);
	if (known) {
		if (!known->other && strcasecmp(known->name, name) != 0)
			known->other = keep_name(names, name);
		return;
	}
	if (HASH_COUNT(names->by_address) == ADDRESSES_MAX)
		return;
	known = arena_new(&names->arena, struct dns_name);
	known->address = *address;
	known->name = keep_name(names, name);
	HASH_ADD(hh, names->by_address, address, sizeof(known->address), known);
}

void dns_names_add(struct dns_names *names, const struct frame *frame)
{
	dns_addresses_visit(frame, add, names);
}

void dns_names_visit(const struct dns_names *names, dns_name_function *function, void *context)
{
	for (const struct dns_name *name = names->by_address; name; name = name->hh.next)
		function(context, &name->address, name->name, name->other);
}

size_t dns_names_count(const struct dns_names *names)
{
	return HASH_COUNT(names->by_address);
}

void dns_names_finish(struct dns_names *names)
{
	HASH_CLEAR(hh, names->by_address);
	arena_finish(&names->arena);
}
