/*
 * A backslash stands before each character that means something to Markdown or Obsidian
 * (CommonMark, section 2.4). A mention is broken by a space without width, since a backslash does
 * not stop those of chats.
 */
#include "base/format/markdown-text.h"

#include <string.h>

#include "base/format/markup.h"
#include "base/format/printable.h"

void markdown_text_append(struct text *out, const char *words)
{
	static const char special[] = "\\`*_{}[]<>()#|~^$%=!&:/+-.";
	autofinish(text) struct text line = { 0 };
	for (; *words; words++) {
		if (*words == '\n') {
			text_append(&line, "<br>");
			continue;
		}
		if (strchr(special, *words))
			text_append_char(&line, '\\');
		text_append_char(&line, *words);
	}
	autofinish(text) struct text safe = { 0 };
	printable_append(&safe, markup_bytes_of(text_string(&line)));
	for (const char *p = text_string(&safe); *p; p++) {
		text_append_char(out, *p);
		if (*p == '@')
			text_append(out, "\xe2\x80\x8b");
	}
}
