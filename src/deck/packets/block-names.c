/*
 * Names that an author writes are checked against the packets: a name that nothing has is most
 * likely misspelt. When addresses are hidden, so are those of the author's names.
 */
#include "deck/packets/block-names.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/format/printable.h"
#include "base/nearest-name.h"
#include "conversation/names/endpoint-names.h"
#include "notes/text/lines.h"

/* ---- what is written ---- */

bool block_names_take_dns(const struct packets_block *block, const struct talk_capture *capture)
{
	return block->annotations.names.takes_capture || capture->names.takes_capture;
}

/* False with an error when the key names nothing. */
static bool read_key(const struct packets_name *name, struct redaction *redaction,
	struct given_name *ret_given, struct error *error)
{
	*ret_given = (struct given_name){ 0 };
	if (!endpoint_parse(name->key, &ret_given->endpoint, &ret_given->has_port))
		return error_set(error,
			"'%s' in 'names' is no address: write 192.0.2.1, 192.0.2.1:80, \"[2001:db8::1]:80\" or \":80\"",
			name->key);
	if (redaction && ret_given->endpoint.address.family != ADDRESS_NONE)
		redaction_hide_address(redaction, &ret_given->endpoint.address);
	return true;
}

static bool is_same(const struct given_name *a, const struct given_name *b)
{
	return a->has_port == b->has_port && endpoint_compare(&a->endpoint, &b->endpoint) == 0;
}

struct taking {
	struct given_name *given;
	size_t count;
	struct redaction *redaction;
	const char *path;
	struct arena *arena;
	struct findings *findings;
};

static void take_names(struct taking *taking, const struct packets_names *names)
{
	size_t first = taking->count;
	for (size_t i = 0; i < names->count; i++) {
		const struct packets_name *name = &names->items[i];
		autofinish(error) struct error error = { 0 };
		autofinish(text) struct text words = { 0 };
		struct given_name given;
		bool ok = read_key(name, taking->redaction, &given, &error);
		for (size_t k = first; k < taking->count && ok; k++)
			ok = !is_same(&given, &taking->given[k]) ||
				error_set(&error, "'names' has '%s' twice: keep one of the lines",
					name->key);
		if (!ok) {
			findings_add_error(taking->findings, taking->path, name->line, &error);
			continue;
		}
		printable_append_words(&words, bytes_trim(markup_bytes_of(name->name)));
		given.name = arena_strdup(taking->arena, text_string(&words));
		taking->given[taking->count++] = given;
	}
}

struct capture_names block_names_find(const struct block_view *view, struct redaction *redaction,
	const char *talk_path, struct arena *arena, struct findings *findings)
{
	const struct packets_names *of_block = &view->block->annotations.names;
	const struct packets_names *of_capture = &view->capture->declared->names;
	struct taking taking = {
		.given = arena_alloc_array(
			arena, of_block->count + of_capture->count + 1, sizeof(*taking.given)),
		.redaction = redaction,
		.path = talk_path,
		.arena = arena,
		.findings = findings,
	};
	/* the block's own names come first, and the first match counts */
	take_names(&taking, of_block);
	take_names(&taking, of_capture);
	struct capture_names names = view->capture->summary.names;
	names.given = taking.given;
	names.given_count = taking.count;
	names.takes_dns = block_names_take_dns(view->block, view->capture->declared);
	return names;
}

/* ---- what the packets have ---- */

static bool is_end(
	const struct given_name *given, const struct endpoint *end, const struct frame *frame)
{
	const struct endpoint *wanted = &given->endpoint;
	bool has_address = wanted->address.family == ADDRESS_NONE ||
		address_equal(&wanted->address, &end->address);
	return has_address && (!given->has_port || (frame->has_ports && wanted->port == end->port));
}

static bool has_end(const struct selection *selection, const struct given_name *given)
{
	for (size_t i = 0; i < selection->count; i++) {
		const struct frame *frame = &selection->packets[i]->frame;
		const struct endpoint source = endpoint_source(frame);
		const struct endpoint destination = endpoint_destination(frame);
		if (is_end(given, &source, frame) || is_end(given, &destination, frame))
			return true;
	}
	return false;
}

/* The names that are checked: of one block, whose sides share them, or of one capture. */
struct checking {
	const struct captures *captures;
	const struct packets_names *names;
	const struct capture_view *capture; /* NULL: they are a block's */
	const char *path;
	struct arena arena;
	struct findings *findings;
};

static bool concerns(const struct checking *checking, const struct block_view *view)
{
	const struct packets_names *names = &view->block->annotations.names;
	return checking->capture
		? view->capture == checking->capture
		: names->line == checking->names->line && names->items == checking->names->items;
}

/* Whether the packets of all blocks are known. */
static bool is_known(const struct checking *checking)
{
	size_t count = 0;
	for (size_t i = 0; i < checking->captures->block_count; i++) {
		const struct block_view *view = &checking->captures->blocks[i];
		if (!concerns(checking, view))
			continue;
		if (!view->is_chosen || !view->selection.count || view->capture->problem)
			return false;
		count++;
	}
	return count > 0;
}

static bool is_used(const struct checking *checking, const struct given_name *given)
{
	for (size_t i = 0; i < checking->captures->block_count; i++) {
		const struct block_view *view = &checking->captures->blocks[i];
		if (concerns(checking, view) && has_end(&view->selection, given))
			return true;
	}
	return false;
}

static void warn(const struct checking *checking, unsigned line, struct error *error)
{
	findings_add(checking->findings, FINDING_WARNING, checking->path, line, "%s",
		error_message(error));
	error_finish(error);
}

enum { CANDIDATES_MAX = 200 };

static void add_candidate(struct checking *checking, const struct frame *frame,
	const struct endpoint *end, const char **candidates, size_t *count)
{
	static const struct capture_names none;
	for (unsigned has_port = 0; has_port <= frame->has_ports; has_port++) {
		autofinish(text) struct text text = { 0 };
		endpoint_append_named(&text, end, has_port, &none);
		if (*count < CANDIDATES_MAX)
			candidates[(*count)++] = arena_strdup(&checking->arena, text_string(&text));
	}
}

/*
 * Returns the address or socket of the packets whose text is most similar to the key; NULL: none is
 * similar.
 */
static const char *nearest_end(struct checking *checking, const char *key)
{
	const char *candidates[CANDIDATES_MAX];
	size_t count = 0;
	for (size_t i = 0; i < checking->captures->block_count; i++) {
		const struct block_view *view = &checking->captures->blocks[i];
		for (size_t k = 0; k < view->selection.count && concerns(checking, view); k++) {
			const struct frame *frame = &view->selection.packets[k]->frame;
			const struct endpoint source = endpoint_source(frame);
			const struct endpoint destination = endpoint_destination(frame);
			add_candidate(checking, frame, &source, candidates, &count);
			add_candidate(checking, frame, &destination, candidates, &count);
		}
	}
	return nearest_name(key, candidates, count);
}

static void check_name(struct checking *checking, const struct packets_name *name)
{
	autofinish(error) struct error error = { 0 };
	struct redaction *redaction = checking->captures->redaction;
	struct given_name given;
	if (!read_key(name, redaction, &given, &error) || is_used(checking, &given))
		return;
	const char *nearest = redaction ? NULL : nearest_end(checking, name->key);
	bool is_block = !checking->capture;
	if (nearest)
		error_set(&error,
			is_block
				? "no packet of this block has '%s': did you mean '%s'?"
				: "no packet that a slide shows of this capture has '%s': did you mean '%s'?",
			name->key, nearest);
	else
		error_set(&error,
			is_block ? "no packet of this block has '%s'"
				 : "no packet that a slide shows of this capture has '%s'",
			name->key);
	warn(checking, name->line, &error);
}

/* The name of a packet's end; NULL when the author gives none. */
static const struct packets_name *name_of_end(const struct checking *checking,
	const struct given_name *given, const struct endpoint *end, const struct frame *frame)
{
	for (size_t i = 0; i < checking->names->count; i++) {
		bool has_address = given[i].endpoint.address.family != ADDRESS_NONE;
		if (has_address && is_end(&given[i], end, frame))
			return &checking->names->items[i];
	}
	return NULL;
}

/* Warns when a packet goes from a name to the same name, so that nobody can tell its ends apart. */
static bool check_ends(
	struct checking *checking, const struct given_name *given, const struct frame *frame)
{
	autofinish(error) struct error error = { 0 };
	const struct endpoint source = endpoint_source(frame);
	const struct endpoint destination = endpoint_destination(frame);
	const struct packets_name *from = name_of_end(checking, given, &source, frame);
	const struct packets_name *to = name_of_end(checking, given, &destination, frame);
	if (!from || !to || from == to || strcmp(from->name, to->name) != 0)
		return true;
	error_set(&error,
		"frame %llu goes from '%s' to '%s', which are two addresses: give each a name of its own",
		(unsigned long long)frame->number, from->name, to->name);
	warn(checking, from->line > to->line ? from->line : to->line, &error);
	return false;
}

static void check_same_names(struct checking *checking)
{
	const struct packets_names *names = checking->names;
	struct given_name *given =
		arena_alloc_array(&checking->arena, names->count + 1, sizeof(*given));
	for (size_t i = 0; i < names->count; i++) {
		autofinish(error) struct error error = { 0 };
		if (!read_key(&names->items[i], checking->captures->redaction, &given[i], &error))
			given[i] = (struct given_name){ 0 };
	}
	for (size_t i = 0; i < checking->captures->block_count; i++) {
		const struct block_view *view = &checking->captures->blocks[i];
		for (size_t k = 0; k < view->selection.count && concerns(checking, view); k++) {
			if (!check_ends(checking, given, &view->selection.packets[k]->frame))
				return;
		}
	}
}

/* ---- what the capture gives ---- */

/* Returns the two names that DNS gave to one address; NULL unless there are two. */
static const struct capture_name *doubted_name(
	const struct capture_names *names, const struct address *address)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct capture_name *name = &names->items[i];
		if (name->other && address_equal(&name->address, address))
			return name;
	}
	return NULL;
}

/*
 * Whether the capture names the address. Warns when DNS gave it two names, of which none is shown.
 */
static bool check_address(
	struct checking *checking, const struct capture_names *names, const struct address *address)
{
	autofinish(error) struct error error = { 0 };
	const char *known = address_name(names, address);
	const struct capture_name *doubted = known ? NULL : doubted_name(names, address);
	if (!doubted)
		return known != NULL;
	char string[ADDRESS_TEXT_SIZE];
	address_format(address, string);
	error_set(&error,
		"%s has two names in this capture, '%s' and '%s', and is shown without one: write the name that is meant below 'names'",
		string, doubted->name, doubted->other);
	warn(checking, checking->names->line, &error);
	return true;
}

static void check_captured(struct checking *checking)
{
	autofinish(error) struct error error = { 0 };
	bool has_names = false;
	for (size_t i = 0; i < checking->captures->block_count; i++) {
		const struct block_view *view = &checking->captures->blocks[i];
		for (size_t k = 0; k < view->selection.count && concerns(checking, view); k++) {
			const struct frame *frame = &view->selection.packets[k]->frame;
			has_names |= check_address(checking, &view->names, &frame->source);
			has_names |= check_address(checking, &view->names, &frame->destination);
		}
	}
	bool is_hidden = checking->captures->redaction != NULL;
	if (has_names || is_hidden)
		return;
	error_set(&error,
		"the capture has no names for these packets: DNS responses and name blocks of a pcapng would give them");
	warn(checking, checking->names->line, &error);
}

static void check_names(struct checking *checking)
{
	if (is_known(checking)) {
		for (size_t i = 0; i < checking->names->count; i++)
			check_name(checking, &checking->names->items[i]);
		check_same_names(checking);
		if (checking->names->takes_capture)
			check_captured(checking);
	}
	arena_finish(&checking->arena);
}

void block_names_check(
	const struct captures *captures, const char *talk_path, struct findings *findings)
{
	struct checking checking = { captures, NULL, NULL, talk_path, { 0 }, findings };
	for (size_t i = 0; i < captures->block_count; i++) {
		checking.names = &captures->blocks[i].block->annotations.names;
		if (checking.names->line)
			check_names(&checking);
	}
	for (size_t i = 0; i < captures->count; i++) {
		checking.capture = &captures->views[i];
		checking.names = &captures->views[i].declared->names;
		if (checking.names->line)
			check_names(&checking);
	}
}
