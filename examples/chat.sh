#!/bin/sh
# One question, one answer, by curl alone.
set -eu
curl --fail --silent --show-error "$ZAFFRE_URL/v1/chat/completions" \
  -H "Authorization: Bearer $ZAFFRE_API_KEY" -H "Content-Type: application/json" \
  -d "{\"model\": \"${ZAFFRE_MODEL:-smollm2-135m-instruct}\", \"max_tokens\": 40,
       \"messages\": [{\"role\": \"user\", \"content\": \"Name a blue pigment.\"}]}"
