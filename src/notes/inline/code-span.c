/* Finds code spans in the source before cmark parses it (CommonMark 0.30, 6.1). */
#include "notes/inline/code-span.h"

enum { CODE_SIZE_MAX = 4096 };

bool code_span_paragraph_ends(struct bytes source, size_t at)
{
	return source.data[at] == '\n' && (at + 1 == source.size || source.data[at + 1] == '\n');
}

size_t code_span_size(struct bytes source, size_t at)
{
	size_t ticks = 0, run = 0;
	while (at + ticks < source.size && source.data[at + ticks] == '`')
		ticks++;
	for (size_t i = at + ticks; i < source.size && i - at < CODE_SIZE_MAX; i++) {
		if (code_span_paragraph_ends(source, i))
			break;
		run = source.data[i] == '`' ? run + 1 : 0;
		bool is_run_end = i + 1 == source.size || source.data[i + 1] != '`';
		if (run == ticks && is_run_end)
			return i + 1 - at;
	}
	return ticks;
}
