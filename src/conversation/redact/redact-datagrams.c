/*
 * Searches texts that span several datagrams. A value may begin in one datagram and end in the
 * next, and neither of the two shows that. So a datagram is searched together with earlier ones of
 * the same ports that break off inside JSON, markup or a value. A datagram that begins a new
 * message is searched alone.
 */
#include "conversation/redact/redact-parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "secrets/login/logins.h"

enum {
	/* the limit of datagrams in one text: each is searched with all before it */
	PIECES_MAX = 32,
	TEXT_SIZE_MAX = 65536,
	/* near the size of a TFTP block, or the limit of DNS: more may follow */
	FULL_SIZE = 500,
	SAME_START_SIZE = 4,
};

struct datagram_sender {
	struct flow_key key;
	struct direction direction; /* of the text, from its first datagram on */
	struct text text;
	bool is_open; /* the text breaks off */
	bool is_inside; /* only a sign (a quote, a brace) can end the text */
	UT_hash_handle hh;
};

static struct datagram_sender *datagram_sender_of(struct search *search, const struct frame *frame)
{
	const struct tcp_header ports = { .source_port = frame->source_port,
		.destination_port = frame->destination_port };
	struct flow_key key = flow_key_of(&frame->source, &frame->destination, &ports);
	struct datagram_sender *sender;
	HASH_FIND(hh, search->datagram_senders, &key, sizeof(key), sender);
	if (sender)
		return sender;
	sender = xcalloc(1, sizeof(*sender));
	sender->key = key;
	HASH_ADD(hh, search->datagram_senders, key, sizeof(key), sender);
	return sender;
}

void datagram_senders_finish(struct search *search)
{
	struct datagram_sender *sender, *next;
	HASH_ITER(hh, search->datagram_senders, sender, next) {
		HASH_DELETE(hh, search->datagram_senders, sender);
		free(sender->direction.segments);
		text_finish(&sender->text);
		free(sender);
	}
}

/* ---- where texts begin and break off ---- */

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * Whether a datagram may continue a value that a line end or '&' would end. Several words are a
 * message instead.
 */
static bool is_rest(struct bytes text)
{
	for (size_t i = 0; i < text.size && !memchr("&\r\n", text.data[i], 3); i++) {
		if (is_blank(text.data[i]))
			return false;
	}
	return true;
}

/*
 * Whether the datagram begins a new message: with the same bytes as the one before, or with a sign
 * that begins one. A '=' at the end may be base64 padding.
 */
static bool begins_message(const struct datagram_sender *sender, struct bytes text)
{
	const struct text *before = &sender->text;
	if (before->size >= SAME_START_SIZE && text.size >= SAME_START_SIZE &&
		memcmp(before->data, text.data, SAME_START_SIZE) == 0)
		return true;
	if (sender->is_inside)
		return false;
	uint8_t first = text.data[0], last = text.data[text.size - 1];
	bool is_message = first == '{' || first == '[' || first == '<' || secrets_read_whole(text);
	return (is_message && last != '=') || !is_rest(text);
}

/* Whether the text is JSON or markup without its end. */
static bool is_unfinished(const struct text *text)
{
	size_t start = 0, end = text->size;
	while (start < end && is_blank((uint8_t)text->data[start]))
		start++;
	while (end > start && is_blank((uint8_t)text->data[end - 1]))
		end--;
	if (start == end)
		return false;
	char first = text->data[start], last = text->data[end - 1];
	return (first == '{' && last != '}') || (first == '[' && last != ']') ||
		(first == '<' && last != '>');
}

/* ---- the search ---- */

static void add_piece(void *user, const struct segment *place)
{
	struct datagram_sender *sender = user;
	struct segment piece = *place;
	piece.start = (int64_t)sender->text.size;
	direction_add(&sender->direction, &piece);
	text_append_size(&sender->text, (const char *)place->data, place->size);
}

static void hide_found(struct search *search, const struct datagram_sender *sender, size_t known)
{
	struct redaction *redaction = search->redaction;
	for (size_t i = 0; i < redaction->found.count; i++) {
		const struct secret_range *range = &redaction->found.ranges[i];
		size_t from = range->offset > known ? range->offset : known;
		if (range->offset + range->size > known)
			direction_hide(redaction, &sender->direction, (int64_t)from,
				(int64_t)(range->offset + range->size), range->id);
	}
}

/* Whether the text breaks off in a value that only a sign ends. */
static bool is_inside_value(const struct secret_state *state)
{
	return state->open != SECRET_NONE &&
		(state->ending == SECRET_ENDS_WITH_QUOTE ||
			state->ending == SECRET_ENDS_WITH_APOSTROPHE ||
			state->ending == SECRET_ENDS_WITH_VALUE ||
			state->ending == SECRET_ENDS_WITH_ELEMENT ||
			state->ending == SECRET_ENDS_WITH_KEY);
}

/*
 * Searches the text, of which the first `known` bytes were searched before, and notes how it breaks
 * off.
 */
static void search_sender_text(struct search *search, struct datagram_sender *sender, size_t known)
{
	struct redaction *redaction = search->redaction;
	struct secret_state state = { 0 };
	struct login_state login = { 0 };
	const struct login_source source = {
		.text = { (const uint8_t *)text_string(&sender->text), sender->text.size },
		.source_port = sender->key.source_port,
		.destination_port = sender->key.destination_port,
		.is_datagram = true,
	};
	redaction->found.count = 0; /* clears the ranges; ids continue */
	secrets_find(source.text, &state, &redaction->found);
	sender->is_inside = is_inside_value(&state) || is_unfinished(&sender->text);
	/* A value that a line end would end is continued only in the next datagram. */
	sender->is_open = sender->is_inside || (!known && state.open != SECRET_NONE);
	redaction->found.unread.count = 0;
	if (!known)
		return; /* its packet is searched alone */
	(void)logins_find(&source, &login, &redaction->found);
	secret_list_merge(&redaction->found, 0);
	redaction_remember(redaction, &redaction->found, source.text.data,
		&(struct origin){ .direction = &sender->direction });
	hide_found(search, sender, known);
}

/*
 * The size of the header of a TFTP data block (RFC 1350): | 3 (DATA) | number | data |. The text is
 * after the number.
 */
static uint32_t header_of_block(struct bytes text)
{
	enum { HEADER_SIZE = 4 };
	bool is_block = text.size > HEADER_SIZE && text.data[0] == 0 && text.data[1] == 3;
	return is_block ? HEADER_SIZE : 0;
}

void search_datagram_text(struct search *search, const struct searched_packet *packet)
{
	const struct frame *frame = packet->frame;
	uint32_t from = redaction_text_offset(frame), to = (uint32_t)frame->data.size;
	if (!frame_udp(frame) || !frame->payload.size || from >= to)
		return;
	from += header_of_block((struct bytes){ frame->data.data + from, to - from });
	struct bytes text = { frame->data.data + from, to - from };
	if (!unsearched_is_readable(text))
		return;
	struct datagram_sender *sender = datagram_sender_of(search, frame);
	bool has_space = sender->direction.count < PIECES_MAX && sender->text.size < TEXT_SIZE_MAX;
	if (!sender->is_open || !has_space || begins_message(sender, text)) {
		sender->direction.count = 0;
		text_clear(&sender->text);
	}
	size_t known = sender->text.size;
	packet_places(packet, from, to, add_piece, sender);
	direction_sort(&sender->direction);
	search_sender_text(search, sender, known);
	if (text.size >= FULL_SIZE)
		sender->is_open = sender->is_inside = true;
}
