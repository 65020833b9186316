/*
 * pcapdeck interfaces: lists the interfaces, numbered like `tshark -D`, with what decides how a
 * capture on them will look: the MTU, the offloads that merge segments into one packet, and whether
 * this user may capture there.
 */
#include <stdio.h>
#include <string.h>

#include "base/array.h"
#include "base/format/json.h"
#include "base/format/markup.h"
#include "base/message.h"
#include "capture/denial.h"
#include "capture/interface.h"
#include "cli/command.h"
#include "cli/option.h"
#include "notes/text/characters.h"

enum column {
	COLUMN_NUMBER,
	COLUMN_NAME,
	COLUMN_MTU,
	COLUMN_TSO,
	COLUMN_GSO,
	COLUMN_GRO,
	COLUMN_CAPTURE,
	COLUMN_ABOUT,
	COLUMN_COUNT,
};

struct row {
	const char *cells[COLUMN_COUNT];
};

static const char *offload_word(enum offload offload)
{
	if (offload == OFFLOAD_UNKNOWN)
		return "-";
	return message_of(offload == OFFLOAD_ON ? "on" : "off");
}

static const char *access_word(enum interface_access access)
{
	switch (access) {
	case INTERFACE_OPEN:
		return message_of("yes");
	case INTERFACE_DENIED:
		return message_of("no permission");
	case INTERFACE_DOWN:
		return message_of("no, it is down");
	case INTERFACE_REFUSED:
		return message_of("no");
	case INTERFACE_UNTRIED:
		break;
	}
	return "-";
}

/* libpcap's description of an interface, translated where it is known. */
static const char *description_of(const struct interface *interface)
{
	static const char *const known[] = {
		MESSAGE("Pseudo-device that captures on all interfaces"),
		MESSAGE("Bluetooth Linux Monitor"),
		MESSAGE("Linux netfilter log (NFLOG) interface"),
		MESSAGE("Linux netfilter queue (NFQUEUE) interface"),
		MESSAGE("D-Bus system bus"),
		MESSAGE("D-Bus session bus"),
	};
	for (size_t i = 0; i < ARRAY_COUNT(known); i++)
		if (strcmp(interface->description, known[i]) == 0)
			return message_of(known[i]);
	return interface->description;
}

/* The interface's addresses, or else its description. */
static const char *describe_interface(const struct interface *interface, struct arena *arena)
{
	const char *words =
		interface->addresses[0] ? interface->addresses : description_of(interface);
	if (interface->is_network && interface->mtu && !interface->is_up)
		return arena_printf(
			arena, "%s%s%s", message_of("down"), words[0] ? ", " : "", words);
	if (interface->is_loopback)
		return arena_printf(
			arena, "%s%s%s", message_of("loopback"), words[0] ? ", " : "", words);
	return words;
}

static struct row row_of(
	const struct interface *interface, enum interface_access access, struct arena *arena)
{
	return (struct row){ {
		[COLUMN_NUMBER] = arena_printf(arena, "%u.", interface->number),
		[COLUMN_NAME] = interface->name,
		[COLUMN_MTU] = interface->mtu ? arena_printf(arena, "%u", interface->mtu) : "-",
		[COLUMN_TSO] = offload_word(interface->offloads.tso),
		[COLUMN_GSO] = offload_word(interface->offloads.gso),
		[COLUMN_GRO] = offload_word(interface->offloads.gro),
		[COLUMN_CAPTURE] = access_word(access),
		[COLUMN_ABOUT] = describe_interface(interface, arena),
	} };
}

/* The width of the words on a terminal: Hangul takes two columns. */
static size_t columns_of(const char *words)
{
	struct bytes rest = markup_bytes_of(words);
	size_t columns = 0;
	while (rest.size) {
		size_t size;
		columns += character_columns(markup_decode_utf8(rest, &size));
		rest = (struct bytes){ rest.data + size, rest.size - size };
	}
	return columns;
}

static void append_rows(struct text *out, const struct row *rows, size_t count)
{
	size_t widths[COLUMN_COUNT] = { 0 };
	for (size_t i = 0; i < count; i++) {
		for (unsigned column = 0; column < COLUMN_COUNT; column++) {
			size_t width = columns_of(rows[i].cells[column]);
			if (width > widths[column])
				widths[column] = width;
		}
	}
	for (size_t i = 0; i < count; i++) {
		size_t end = out->size;
		for (unsigned column = 0; column < COLUMN_COUNT; column++) {
			const char *cell = rows[i].cells[column];
			text_append(out, cell);
			if (cell[0])
				end = out->size;
			for (size_t at = columns_of(cell); at < widths[column] + 2; at++)
				text_append_char(out, ' ');
		}
		out->size = end; /* no trailing blanks */
		text_append_char(out, '\n');
	}
}

static void append_json(
	struct text *out, const struct interface *interface, enum interface_access access)
{
	static const char *const offload_values[] = { "null", "false", "true" };
	struct json json = { .out = out };
	json_begin_object(&json, NULL);
	json_number(&json, "number", interface->number);
	json_string(&json, "name", interface->name);
	if (interface->description[0])
		json_string(&json, "description", interface->description);
	if (interface->addresses[0])
		json_string(&json, "addresses", interface->addresses);
	json_bool(&json, "up", interface->is_up);
	json_bool(&json, "loopback", interface->is_loopback);
	if (interface->mtu) {
		json_number(&json, "mtu", interface->mtu);
		json_literal(&json, "tso", offload_values[interface->offloads.tso]);
		json_literal(&json, "gso", offload_values[interface->offloads.gso]);
		json_literal(&json, "gro", offload_values[interface->offloads.gro]);
	}
	if (access != INTERFACE_UNTRIED)
		json_bool(&json, "capture", access == INTERFACE_OPEN);
	json_end_object(&json);
	text_append_char(out, '\n');
}

static int print_interfaces(bool is_json)
{
	autofinish(error) struct error error = { 0 };
	autofinish(interface_list) struct interface_list list = { 0 };
	if (!interface_list_read(&list, &error))
		return report_error(&error);
	autofinish(text) struct text out = { 0 };
	struct row *rows = arena_alloc_array(&list.arena, list.count + 1, sizeof(*rows));
	rows[0] = (struct row){ { "", message_of("interface"), "MTU", "TSO", "GSO", "GRO",
		message_of("capture"), "" } };
	const struct interface *denied = NULL;
	for (unsigned i = 0; i < list.count; i++) {
		const struct interface *interface = &list.interfaces[i];
		enum interface_access access = interface_try(interface);
		if (access == INTERFACE_DENIED && !denied)
			denied = interface;
		rows[i + 1] = row_of(interface, access, &list.arena);
		if (is_json)
			append_json(&out, interface, access);
	}
	if (!is_json)
		append_rows(&out, rows, list.count + 1);
	(void)fwrite(text_string(&out), 1, out.size, stdout);
	if (denied && !is_json) {
		autofinish(text) struct text remedy = { 0 };
		denial_append_capture_remedy(&remedy, NULL, NULL);
		report_note("no permission to capture: %s", text_string(&remedy));
	}
	return EXIT_DONE;
}

static int run(const struct command *command, int argc, char **argv)
{
	bool is_json = false;
	const struct option_spec specs[] = {
		{ .name = "json", .flag = &is_json },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (operands)
		return report_usage(command, "'%s' is not expected", argv[1]);
	return print_interfaces(is_json);
}

const struct command command_interfaces = {
	.name = "interfaces",
	.arguments = "[--json]",
	.summary = "list what can be captured on, with MTU, offloads and permission",
	.help = "While TSO, GSO or GRO is on, the kernel passes several segments as one packet,\n"
		"and a capture shows them so: larger than the MSS, as no wire carries them.\n"
		"\n"
		"Options:\n"
		"      --json   JSON Lines, an interface each; one that was not tried has no\n"
		"               'capture'\n"
		"\n"
		"Examples:\n"
		"  pcapdeck interfaces\n"
		"  pcapdeck interfaces --json | head -1\n",
	.run = run,
};
