/*
 * Searches a text with all rules: each rule adds what it finds, then the results are sorted so that
 * each byte counts once. In doubt, a rule hides too much rather than too little. A secret under a
 * harmless name is not found.
 */
#include "secrets/secrets.h"

#include "secrets/format/secret-message.h"
#include "secrets/secret-search.h"

/* The limit of how often each byte is searched: once for itself, and once in each nested text. */
enum { WORK_FACTOR = 48, WORK_SIZE_MIN = 65536 };

void secrets_find(struct bytes text, struct secret_state *state, struct secret_list *list)
{
	const struct secret_state before = *state;
	const size_t first = list->count;
	struct secret_search search = {
		.text = text,
		.list = list,
		.state = state,
		.work_left = (uint64_t)text.size * WORK_FACTOR + WORK_SIZE_MIN,
	};
	const struct secret_scan scan = {
		.text = text,
		.lacks_start = state->lacks_start,
		.lacks_end = true,
		.search = &search,
	};
	if (!text.size)
		return;
	state->open = SECRET_NONE;
	state->message = (struct secret_message){ .is_request = false };
	secret_messages(&scan, &before);
	secret_list_merge(list, first);
	state->has_text_before = true;
}
