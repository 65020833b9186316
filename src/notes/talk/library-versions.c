/* Of the libraries that are running, not of the headers that were compiled. */
#include "notes/talk/library-versions.h"

#include <cmark.h>
#include <yaml.h>

const char *notes_cmark_version(void)
{
	return cmark_version_string();
}

const char *notes_yaml_version(void)
{
	return yaml_get_version_string();
}
