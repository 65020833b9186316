/*
 * Replaces the addresses of a packet, from the most to the least certain: places that only the
 * whole connection shows, fields that dissectors know as addresses, places that protocols have for
 * addresses, then every copy of the octets of a known address, and every text that spells one.
 * Changed bytes are not searched again, and numbers that a dissector read are left.
 */
#include "conversation/redact/anonymize.h"

#include <stdlib.h>
#include <string.h>

#include "addresses/address-copies.h"
#include "addresses/address-places.h"
#include "addresses/address-texts.h"
#include "addresses/number-fields.h"
#include "dissect/fields.h"

/* A match that several packets share; each has a part of it. */
struct shared_match {
	struct address_match match;
	const uint8_t *original;
};

struct match_piece {
	struct run_piece place;
	const struct shared_match *shared;
};

struct anonymizer {
	struct address_book *book;
	struct match_piece *pieces; /* of the whole capture; sorted by frame */
	size_t piece_count, piece_capacity;
	struct run_pieces found; /* the pieces of one match; reused memory */
	struct arena arena; /* owns the shared matches */
	struct anonymizer_report report;
	unsigned skipped; /* skipped steps (enum redaction_step) */
};

struct anonymizer *anonymizer_new(void)
{
	struct anonymizer *anonymizer = xcalloc(1, sizeof(*anonymizer));
	anonymizer->book = address_book_new();
	return anonymizer;
}

void anonymizer_free(struct anonymizer *anonymizer)
{
	if (!anonymizer)
		return;
	address_book_free(anonymizer->book);
	free(anonymizer->pieces);
	free(anonymizer->found.items);
	arena_finish(&anonymizer->arena);
	free(anonymizer);
}

const struct address_book *anonymizer_book(const struct anonymizer *anonymizer)
{
	return anonymizer->book;
}

bool anonymizer_is_full(const struct anonymizer *anonymizer)
{
	return address_book_is_full(anonymizer->book);
}

void anonymize_address(struct anonymizer *anonymizer, struct address *address)
{
	address_book_stand_in(anonymizer->book, address);
}

const struct anonymizer_report *anonymizer_report(struct anonymizer *anonymizer)
{
	anonymizer->report.addresses = address_book_count(anonymizer->book);
	return &anonymizer->report;
}

void anonymizer_skip(struct anonymizer *anonymizer, unsigned steps)
{
	anonymizer->skipped = steps;
}

/* ---- learning ---- */

/*
 * Learns the card's MAC address from an EUI-64, whether or not its universal/local bit is inverted.
 */
static void learn_interface_id(
	struct address_book *book, const uint8_t *half, enum address_origin origin)
{
	struct address card = { .family = ADDRESS_MAC,
		.octets = { half[0] & 0xfd, half[1], half[2], half[5], half[6], half[7] } };
	if (half[3] == 0xff && half[4] == 0xfe)
		address_book_learn(book, &card, origin);
}

static void learn_match(
	struct address_book *book, const struct address_match *match, enum address_origin origin)
{
	const struct address *address = &match->address;
	bool is_octets =
		match->form == ADDRESS_AS_OCTETS || match->form == ADDRESS_AS_MASKED_OCTETS;
	if (is_octets && match->size < address_octets(address->family))
		return; /* the address of a network */
	if (match->form == ADDRESS_AS_KNOWN || match->form == ADDRESS_AS_HALF_HEX)
		learn_interface_id(book, address->octets, origin);
	else if (address->family != ADDRESS_NONE)
		address_book_learn(book, address, origin);
}

static void learn_matches(
	struct address_book *book, struct address_matches *matches, enum address_origin origin)
{
	for (size_t i = 0; i < matches->count; i++) {
		/* Addresses in DNS names are spelled in nibbles or labels. */
		bool is_name = matches->items[i].form == ADDRESS_AS_NIBBLES ||
			matches->items[i].form == ADDRESS_AS_STARS;
		learn_match(book, &matches->items[i], is_name ? ADDRESS_FROM_PACKET : origin);
	}
	matches->count = 0;
}

void anonymizer_learn(struct anonymizer *anonymizer, const struct frame *frame)
{
	autofinish(address_matches) struct address_matches matches = { 0 };
	struct address_book *book = anonymizer->book;
	struct bytes unread;
	for (size_t i = 0; i < frame->fields->count; i++) {
		struct address address;
		if (address_is_field(&frame->fields->fields[i], frame->data, &address))
			address_book_learn(book, &address, ADDRESS_FROM_PACKET);
	}
	address_places_find(book, frame, &matches, &unread);
	learn_matches(book, &matches, ADDRESS_FROM_PACKET);
	address_texts_find(book, frame->data, &matches);
	learn_matches(book, &matches, ADDRESS_FROM_TEXT);
}

void anonymizer_learn_run(struct anonymizer *anonymizer, const struct stream_run *run)
{
	autofinish(address_matches) struct address_matches matches = { 0 };
	address_places_find_in_stream(
		anonymizer->book, run->ports, run->bytes, run->is_start, &matches);
	learn_matches(anonymizer->book, &matches, ADDRESS_FROM_PACKET);
	address_texts_find(anonymizer->book, run->bytes, &matches);
	learn_matches(anonymizer->book, &matches, ADDRESS_FROM_TEXT);
}

/* ---- runs ---- */

void anonymizer_begin_runs(struct anonymizer *anonymizer)
{
	anonymizer->piece_count = 0;
	arena_finish(&anonymizer->arena);
}

static void keep_pieces(
	struct anonymizer *anonymizer, const struct address_match *match, const uint8_t *original)
{
	struct shared_match *shared = arena_new(&anonymizer->arena, struct shared_match);
	shared->match = *match;
	shared->original =
		arena_bytes(&anonymizer->arena, (struct bytes){ original, match->size }).data;
	for (size_t i = 0; i < anonymizer->found.count; i++) {
		grow_array(&anonymizer->pieces, anonymizer->piece_count,
			&anonymizer->piece_capacity, sizeof(*anonymizer->pieces));
		anonymizer->pieces[anonymizer->piece_count++] =
			(struct match_piece){ anonymizer->found.items[i], shared };
	}
}

/*
 * Keeps matches that only all pieces together show: places of protocols, which come first, and
 * matches that are cut.
 */
static void keep_matches(struct anonymizer *anonymizer, const struct address_matches *matches,
	size_t place_count, const uint8_t *bytes, find_pieces_function *find_pieces, void *context)
{
	struct run_pieces *found = &anonymizer->found;
	for (size_t i = 0; i < matches->count; i++) {
		const struct address_match *match = &matches->items[i];
		bool is_cut = i < place_count; /* a packet alone shows the other matches, too */
		found->count = 0;
		find_pieces(context, match->offset, match->size, found);
		for (size_t j = 0; j < found->count; j++)
			is_cut = is_cut || found->items[j].size != match->size;
		if (is_cut)
			keep_pieces(anonymizer, match, bytes + match->offset);
	}
}

void anonymizer_search_run(struct anonymizer *anonymizer, const struct stream_run *run,
	find_pieces_function *find_pieces, void *context)
{
	autofinish(address_matches) struct address_matches matches = { 0 };
	address_places_find_in_stream(
		anonymizer->book, run->ports, run->bytes, run->is_start, &matches);
	size_t place_count = matches.count;
	address_copies_find(anonymizer->book, run->bytes, &matches);
	address_texts_find(anonymizer->book, run->bytes, &matches);
	keep_matches(anonymizer, &matches, place_count, run->bytes.data, find_pieces, context);
}

void anonymizer_search_datagram(struct anonymizer *anonymizer, const struct frame *frame,
	find_pieces_function *find_pieces, void *context)
{
	autofinish(address_matches) struct address_matches matches = { 0 };
	struct bytes unread;
	address_places_find(anonymizer->book, frame, &matches, &unread);
	size_t place_count = matches.count;
	address_copies_find(anonymizer->book, frame->data, &matches);
	address_texts_find(anonymizer->book, frame->data, &matches);
	keep_matches(anonymizer, &matches, place_count, frame->data.data, find_pieces, context);
}

/* Within a packet, earlier matches come first. */
static int compare_pieces(const void *left, const void *right)
{
	const struct match_piece *a = left, *b = right;
	if (a->place.frame != b->place.frame)
		return a->place.frame < b->place.frame ? -1 : 1;
	if (a->place.offset != b->place.offset)
		return a->place.offset < b->place.offset ? -1 : 1;
	return (a->place.size < b->place.size) - (a->place.size > b->place.size);
}

void anonymizer_end_runs(struct anonymizer *anonymizer)
{
	if (anonymizer->piece_count)
		qsort(anonymizer->pieces, anonymizer->piece_count, sizeof(*anonymizer->pieces),
			compare_pieces);
}

/* ---- one packet ---- */

/* The state of a packet being changed. */
struct change {
	struct anonymizer *anonymizer;
	const struct frame *frame;
	uint8_t *data;
	bool *is_number; /* for each byte: it belongs to a number */
	bool *is_done; /* for each byte: it was changed */
};

static void count_number(struct change *change, size_t offset)
{
	struct anonymizer_report *report = &change->anonymizer->report;
	const char *name = number_field_name(change->frame->fields, change->frame->data, offset);
	for (size_t i = 0; i < report->number_count; i++) {
		if (!name || strcmp(report->numbers[i].field, name) == 0)
			return;
	}
	if (!name || report->number_count == KEPT_LIST_MAX)
		return;
	report->numbers[report->number_count].field = name;
	report->numbers[report->number_count++].frame = change->frame->number;
}

/* Whether these bytes may be changed. A copy that a dissector read as a number is reported. */
static bool is_free(struct change *change, size_t offset, size_t size, bool is_copy)
{
	if (offset > change->frame->data.size || change->frame->data.size - offset < size)
		return false; /* the file was changed meanwhile */
	for (size_t i = offset; i < offset + size; i++) {
		if (change->is_done[i])
			return false;
	}
	for (size_t i = offset; i < offset + size; i++) {
		if (!change->is_number[i])
			continue;
		if (is_copy)
			count_number(change, i);
		return false;
	}
	return true;
}

static void change_match(struct change *change, const struct address_match *match, bool is_copy)
{
	if (!is_free(change, match->offset, match->size, is_copy))
		return;
	memset(change->is_done + match->offset, true, match->size);
	address_match_replace(change->anonymizer->book, match,
		change->frame->data.data + match->offset, change->data + match->offset);
}

static void change_pieces(struct change *change)
{
	const struct anonymizer *anonymizer = change->anonymizer;
	size_t low = 0, high = anonymizer->piece_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (anonymizer->pieces[middle].place.frame < change->frame->number)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < anonymizer->piece_count; low++) {
		const struct match_piece *piece = &anonymizer->pieces[low];
		const struct run_piece *place = &piece->place;
		const struct address_match *match = &piece->shared->match;
		if (place->frame != change->frame->number)
			break;
		if (!is_free(change, place->offset, place->size, true))
			continue;
		uint8_t *whole = xmalloc(match->size);
		address_match_replace(anonymizer->book, match, piece->shared->original, whole);
		memcpy(change->data + place->offset, whole + place->skip, place->size);
		memset(change->is_done + place->offset, true, place->size);
		free(whole);
	}
}

static void change_fields(struct change *change)
{
	const struct field_list *fields = change->frame->fields;
	for (size_t i = 0; i < fields->count; i++) {
		const struct field *field = &fields->fields[i];
		struct address_match match = { .offset = field->offset, .size = field->size };
		if (address_is_field(field, change->frame->data, &match.address))
			change_match(change, &match, false);
	}
}

/* ---- what stays ---- */

static void note_unread(struct anonymizer_report *report, const struct frame *frame)
{
	const char *name = frame_protocol_name(frame);
	for (size_t i = 0; i < report->unread_count; i++) {
		if (strcmp(report->unread[i], name) == 0)
			return;
	}
	if (report->unread_count < KEPT_LIST_MAX)
		report->unread[report->unread_count++] = name;
}

static bool has_field(
	const struct field_list *fields, const struct field_spec *spec, uint64_t number)
{
	for (size_t i = 0; i < fields->count; i++) {
		if (fields->fields[i].spec == spec && fields->fields[i].number == number)
			return true;
	}
	return false;
}

static void note_names(struct anonymizer_report *report, const struct frame *frame)
{
	enum { HOST_NAME = 12, DOMAIN = 15, FULL_NAME = 81, LLDP = 0x88cc };
	enum { CLIENT_NAME_6 = 39, DOMAINS_6 = 24 };
	const char *name = frame_protocol_name(frame);
	bool *has = report->has_names;
	has[KEPT_DNS] |= frame_layer(frame, PROTOCOL_DNS) != NULL;
	has[KEPT_MDNS] |= frame_layer(frame, PROTOCOL_MDNS) || frame_layer(frame, PROTOCOL_LLMNR);
	const struct tls_message *tls = frame_tls(frame);
	const struct quic_message *quic = frame_quic(frame);
	const struct http_message *http = frame_http(frame);
	has[KEPT_TLS] |= (tls && tls->server_name.size) || (quic && quic->server_name_size);
	has[KEPT_HTTP] |= http && frame_layer(frame, PROTOCOL_HTTP) && http->host.size;
	if (frame_layer(frame, PROTOCOL_DHCP))
		has[KEPT_DHCP] |= has_field(frame->fields, &dhcp_option, HOST_NAME) ||
			has_field(frame->fields, &dhcp_option, DOMAIN) ||
			has_field(frame->fields, &dhcp_option, FULL_NAME);
	if (frame_layer(frame, PROTOCOL_DHCPV6))
		has[KEPT_DHCP] |= has_field(frame->fields, &dhcpv6_option, CLIENT_NAME_6) ||
			has_field(frame->fields, &dhcpv6_option, DOMAINS_6);
	has[KEPT_NETBIOS] |= strcmp(name, "NBNS") == 0 || strcmp(name, "NBDS") == 0;
	has[KEPT_NEIGHBORS] |= frame->ethertype == LLDP || strcmp(name, "CDP") == 0;
	has[KEPT_WLAN] |= frame->protocol == PROTOCOL_WLAN;
}

static bool does(const struct anonymizer *anonymizer, unsigned step)
{
	return !(anonymizer->skipped & step);
}

void anonymize_packet(struct anonymizer *anonymizer, const struct frame *frame, uint8_t *data)
{
	autofinish(address_matches) struct address_matches matches = { 0 };
	size_t size = frame->data.size;
	struct change change = {
		.anonymizer = anonymizer,
		.frame = frame,
		.data = data,
		.is_number = xcalloc(size + 1, sizeof(bool)),
		.is_done = xcalloc(size + 1, sizeof(bool)),
	};
	for (size_t i = 0; i < size; i++)
		change.is_done[i] = data[i] != frame->data.data[i];
	number_fields_find(frame->fields, frame->data, change.is_number);
	if (does(anonymizer, REDACTION_ADDRESS_PIECES))
		change_pieces(&change);
	if (does(anonymizer, REDACTION_ADDRESS_FIELDS))
		change_fields(&change);
	struct bytes unread;
	address_places_find(anonymizer->book, frame, &matches, &unread);
	if (!does(anonymizer, REDACTION_ADDRESS_PLACES))
		matches.count = 0;
	size_t place_count = matches.count;
	if (does(anonymizer, REDACTION_ADDRESS_COPIES))
		address_copies_find(anonymizer->book, frame->data, &matches);
	if (does(anonymizer, REDACTION_ADDRESS_TEXTS))
		address_texts_find(anonymizer->book, frame->data, &matches);
	for (size_t i = 0; i < matches.count; i++)
		change_match(&change, &matches.items[i], i >= place_count);
	/* The bytes as they are now, so that hidden ones are not reported. */
	unread.data = data + (unread.data - frame->data.data);
	if (!address_bytes_are_text(unread))
		note_unread(&anonymizer->report, frame);
	note_names(&anonymizer->report, frame);
	free(change.is_number);
	free(change.is_done);
}
