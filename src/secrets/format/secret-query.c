/*
 * Forms and queries (WHATWG URL section 5.1): names, and values that end only at '&'. Anything that
 * a client left unencoded in a value belongs to the value.
 */
#include "secrets/secret-names.h"
#include "secrets/secret-search.h"

/* Searches a value without a name: the text begins in it, or it never had one. */
static void search_nameless(const struct secret_scan *scan, size_t at, size_t end)
{
	bool is_tail = at == 0 && scan->lacks_start;
	if (is_tail)
		(void)secret_hide(scan, at, end, SECRET_FRAGMENT, SECRET_ENDS_WITH_PARAMETER);
	else
		secret_search_part(scan, at, end, SECRET_CODING_FORM, SECRET_ENDS_WITH_PARAMETER);
}

/* Whether the text begins within a secret's name; percent-encoding may be cut, too. */
static bool is_secret_tail(struct bytes name)
{
	bool is_coded = name.size && (name.data[0] >= 0x80 || memchr(name.data, '%', name.size));
	return is_coded || secret_may_end(name);
}

void secret_query(const struct secret_scan *scan)
{
	for (size_t at = 0, end; at < scan->text.size; at = end + 1) {
		end = find_byte(scan, at, scan->text.size, '&');
		size_t equals = find_byte(scan, at, end, '=');
		if (equals == end) {
			search_nameless(scan, at, end);
			continue;
		}
		struct bytes name = bytes_between(scan, at, equals);
		bool is_tail = at == 0 && scan->lacks_start;
		if (is_tail ? is_secret_tail(name) : secret_is_parameter(name))
			(void)secret_hide(scan, equals + 1, end, SECRET_PARAMETER,
				SECRET_ENDS_WITH_PARAMETER);
		else
			secret_search_part(scan, equals + 1, end, SECRET_CODING_FORM,
				SECRET_ENDS_WITH_PARAMETER);
	}
}
