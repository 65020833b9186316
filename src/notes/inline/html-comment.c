/* Finds comments as CommonMark does (HTML block, kind 2): from "<!--" to the first "-->". */
#include "notes/inline/html-comment.h"

#include <string.h>
#include <strings.h>

#include "base/array.h"
#include "notes/text/lines.h"

bool comment_next(struct bytes html, size_t from, size_t *ret_start, size_t *ret_end)
{
	*ret_start = bytes_find(html, from, "<!--");
	if (*ret_start == html.size)
		return false;
	size_t close = bytes_find(html, *ret_start + 4, "-->");
	*ret_end = close == html.size ? html.size : close + 3;
	return true;
}

bool comment_may_occur_in(struct bytes html)
{
	static const char *const tags[] = { "<script", "<style", "<textarea" };
	html = bytes_trim(html);
	for (size_t i = 0; i < ARRAY_COUNT(tags); i++) {
		if (html.size >= strlen(tags[i]) &&
			strncasecmp((const char *)html.data, tags[i], strlen(tags[i])) == 0)
			return false;
	}
	return true;
}

bool comment_is_all_of(struct bytes html)
{
	size_t from = 0, start, end;
	if (!comment_may_occur_in(html))
		return false;
	while (comment_next(html, from, &start, &end)) {
		if (!bytes_is_blank((struct bytes){ html.data + from, start - from }))
			return false;
		from = end;
	}
	return from > 0 && bytes_is_blank(bytes_from(html, from));
}
