/* Says what a folder without talks has instead: captures, of which a deck or a talk can be made. */
#include "cli/build/build-operand.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file/file.h"
#include "base/text.h"
#include "capture-file/capture-file.h"
#include "cli/option.h"

/* Returns the path of the first capture in a folder, by name, malloc()ed; or NULL. */
static char *first_capture(const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);
	char *found = NULL;
	for (int i = 0; i < count; i++) {
		struct text path = { 0 };
		bool has_slash = folder[strlen(folder) - 1] == '/';
		text_append_format(
			&path, "%s%s%s", folder, has_slash ? "" : "/", entries[i]->d_name);
		bool is_capture = !found && entries[i]->d_name[0] != '.' &&
			!file_is_folder(text_string(&path)) &&
			capture_file_is_capture(text_string(&path));
		if (is_capture)
			found = text_steal(&path);
		text_finish(&path);
		free(entries[i]);
	}
	free(entries);
	return found;
}

static bool refuse_no_talk(const struct build_operand *operand, struct error *error)
{
	automem char *capture = operand->is_folder ? first_capture(operand->path) : NULL;
	if (!capture)
		return error_set(error,
			"there is no talk in '%s', nor in a folder below it: a talk is a Markdown file whose front matter has a 'title:'",
			operand->path);
	autofinish(text) struct text typed = { 0 };
	operand_append(&typed, capture);
	return error_set(error,
		"there is no talk in '%s', only captures: 'pcapdeck build %s' makes a deck of one, 'pcapdeck new TALK.md --capture %s' a talk",
		operand->path, text_string(&typed), text_string(&typed));
}

bool build_operand_find(const char *path, struct build_operand *ret_operand, struct error *error)
{
	*ret_operand = (struct build_operand){ .path = path, .is_folder = file_is_folder(path) };
	ret_operand->is_found = talk_list_find(path, &ret_operand->talks, error) &&
		(ret_operand->talks.count || refuse_no_talk(ret_operand, error));
	return ret_operand->is_found;
}
