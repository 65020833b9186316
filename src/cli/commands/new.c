/*
 * `pcapdeck new`: writes a talk that builds as it is and is meant to be rewritten piece by piece.
 * An existing file is never changed. The language is that of --lang; else Korean when the title or
 * the file's name is Korean; else the locale's.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file/file.h"
#include "base/message.h"
#include "cli/command.h"
#include "cli/option.h"
#include "deck/page/starter.h"

struct new_options {
	const char *path, *capture, *title, *lang, *templates;
};

/* "talks/03-tcp-handshake.md" → "tcp handshake" */
static char *title_of(const char *path)
{
	automem char *stem = file_stem(path);
	const char *start = stem + strspn(stem, "0123456789-_. ");
	char *title = xstrdup(*start ? start : stem);
	for (char *p = title; *p; p++) {
		if (*p == '-' || *p == '_')
			*p = ' ';
	}
	return title;
}

static const char *lang_of(const struct new_options *options)
{
	automem char *stem = file_stem(options->path);
	const char *lang = options->title ? starter_lang(options->title) : NULL;
	if (!lang)
		lang = starter_lang(stem);
	return lang ? lang : lang_of_locale();
}

/* Both paths are resolved: from "/a/b", the path "/a/c/d" is "../c/d". */
static char *relative_path(const char *folder, const char *path)
{
	size_t common = 0, i = 0;
	while (folder[i] && folder[i] == path[i]) {
		if (path[i] == '/')
			common = i;
		i++;
	}
	if (!folder[i] && path[i] == '/')
		common = i;
	struct text relative = { 0 };
	for (const char *p = folder + common; *p; p++) {
		if (*p == '/' && p[1])
			text_append(&relative, "../");
	}
	text_append(&relative, path + common + (path[common] == '/'));
	return text_steal(&relative);
}

/* Returns the path of the capture as the talk names it, or NULL after a message. */
static char *file_for_talk(const struct new_options *options, struct error *error)
{
	automem char *folder = file_folder(options->path);
	automem char *real_folder = realpath(folder, NULL);
	if (!real_folder) {
		error_set(error, "there is no folder '%s' for the talk: make it first", folder);
		return NULL;
	}
	if (!options->capture) {
		automem char *stem = file_stem(options->path);
		struct text file = { 0 };
		text_append_format(&file, "%s.pcap", stem);
		return text_steal(&file);
	}
	automem char *real_capture = realpath(options->capture, NULL);
	if (!real_capture) {
		error_set(error, "cannot open '%s': %s", options->capture, message_of_errno(errno));
		return NULL;
	}
	return relative_path(real_folder, real_capture);
}

static bool write_talk(
	const struct new_options *options, struct error *ret_damage, struct error *error)
{
	if (file_exists(options->path))
		return error_set(
			error, "'%s' is there already: choose another name", options->path);
	automem char *file = file_for_talk(options, error);
	if (!file)
		return false;
	automem char *title = options->title ? xstrdup(options->title) : title_of(options->path);
	const struct starter starter = {
		.title = title,
		.lang = options->lang,
		.file = file,
		.capture_path = options->capture,
		.templates = options->templates,
	};
	autofinish(text) struct text talk = { 0 };
	return starter_talk(&talk, &starter, ret_damage, error) &&
		file_replace(options->path,
			(struct bytes){ (const uint8_t *)text_string(&talk), talk.size }, error);
}

static bool is_talk_name(const char *path)
{
	size_t size = strlen(path);
	return size > 3 && strcmp(path + size - 3, ".md") == 0 && path[size - 4] != '/';
}

static int new_run(const struct command *command, int argc, char **argv)
{
	struct new_options options = { 0 };
	const struct option_spec specs[] = {
		{ .name = "capture", .value = &options.capture },
		{ .name = "title", .value = &options.title },
		{ .name = "lang", .value = &options.lang },
		{ .name = "templates", .value = &options.templates },
		{ .name = NULL },
	};
	int operands, status;
	if (!options_parse(command, argc, argv, specs, &operands, &status))
		return status;
	if (operands != 1)
		return report_usage(command, "say which talk to write, one file");
	options.path = argv[1];
	if (!is_talk_name(options.path))
		return report_usage(command, "a talk is a Markdown file: its name ends in '.md'");
	if (!options.lang)
		options.lang = lang_of(&options);
	if (!option_lang(command, options.lang))
		return EXIT_USAGE;

	autofinish(error) struct error damage = { 0 };
	autofinish(error) struct error error = { 0 };
	if (!write_talk(&options, &damage, &error))
		return report_error(&error);
	(void)printf("%s\n", options.path);
	if (error_is_set(&damage))
		return report_error(&damage);
	report_note("look at it while you write: pcapdeck serve %s", options.path);
	return EXIT_DONE;
}

const struct command command_new = {
	.name = "new",
	.arguments = "TALK.md [--capture FILE] [--title TITLE] [--lang ko|en]",
	.summary = "start a talk that builds as it is",
	.help = "Without a capture, the talk says how to record one: a short and a long reply of\n"
		"the pingpong server. With one, it gets a slide for each of its connections.\n"
		"\n"
		"Options:\n"
		"      --capture FILE      a capture to talk about\n"
		"      --title TITLE       else the file's name\n"
		"      --lang ko|en        else Korean for a title or name with Hangul, else the\n"
		"                          locale's\n"
		"      --templates FOLDER  use starter/LANG/*.md in it instead of the program's\n"
		"                          own\n"
		"\n"
		"Examples:\n"
		"  pcapdeck new slides/02-handshake.md\n"
		"  pcapdeck new slides/03-dns.md --capture pcaps/dns.pcap --title 'DNS'\n",
	.run = new_run,
};
