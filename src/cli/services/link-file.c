/*
 * The page sends the browser on by <meta http-equiv=refresh>, without a script. A browser of a snap
 * sees neither /tmp nor hidden folders, so the page is in the home folder where snaps are
 * installed.
 */
#include "cli/services/link-file.h"

#include <unistd.h>

#include "base/file/file.h"
#include "base/format/markup.h"

static const char *root(void)
{
	return access("/snap/bin", F_OK) == 0 ? getenv("HOME") : NULL;
}

bool link_file_make(struct link_file *ret_file, const char *url, struct error *error)
{
	*ret_file = (struct link_file){ 0 };
	if (!temporary_folder_make(root(), "link", &ret_file->folder, error))
		return false;
	autofinish(text) struct text path = { 0 }, page = { 0 }, link = { 0 };
	text_append_format(&path, "%s/talk.html", ret_file->folder.path);
	markup_attribute(&link, url);
	text_append_format(&page,
		"<!doctype html>\n<meta charset=\"utf-8\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta http-equiv=\"refresh\" content=\"0;url=%s\">\n<title>pcapdeck</title>\n<a href=\"%s\">%s</a>\n",
		text_string(&link), text_string(&link), text_string(&link));
	if (!file_replace(text_string(&path),
		    (struct bytes){ (const uint8_t *)text_string(&page), page.size }, error)) {
		link_file_finish(ret_file);
		return false;
	}
	ret_file->path = text_steal(&path);
	return true;
}

void link_file_finish(struct link_file *file)
{
	if (!file)
		return;
	temporary_folder_finish(&file->folder);
	free(file->path);
	*file = (struct link_file){ 0 };
}
