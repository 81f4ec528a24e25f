#!/usr/bin/env bash
# Makes the tables that models/*/datasets.json name (docs/training.md, "The data of the shipped bundles") of clones of the public repositories:
#   samples/training/tables.sh XED SemEval2025-Task11 EmoEvent OUT
set -euo pipefail

if (($# != 4)) || [[ ! -d $1/AnnotatedData || ! -d $2/task-dataset || ! -d $3/splits/en ]]; then
  echo "usage: tables.sh XED SEMEVAL EMOEVENT OUT: clones of Helsinki-NLP/XED, emotion-analysis-project/SemEval2025-Task11 and fmplaza/EmoEvent, and a folder" >&2
  exit 1
fi

xed=$1 semeval=$2 emoevent=$3 out=$4
mkdir -p "$out"

# Rows with one label of Ekman's six or neutral, and of at least three tokens. Texts that occur with different labels are left out, repeated ones kept once;
# of ten texts that are left the first is dev and the second test.
{
  printf 'text\tlabel\tsplit\n'
  { cat "$xed/AnnotatedData/en-annotated.tsv"; awk -F'\t' '$1 == 9 { print $2 "\t9" }' "$xed/AnnotatedData/neu_en.txt"; } | tr -d '\r' | awk -F'\t' '
    BEGIN { split("anger - disgust fear joy sadness surprise - neutral", name, " ") }
    $2 ~ /^[1345679]$/ { label[$1] = label[$1] == "" || label[$1] == $2 ? $2 : "-"; if (label[$1] == $2) text[++n] = $1 }
    END {
      for (i = 1; i <= n; i++) if (!done[text[i]]++ && label[text[i]] != "-" && split(text[i], tokens, " ") > 2) {
        k++
        print text[i] "\t" name[label[text[i]]] "\t" (k % 10 == 1 ? "dev" : k % 10 == 2 ? "test" : "train")
      }
    }'
} > "$out/xed.tsv"

# Rows with at most one label; the published test rows have none, so that the trainer draws dev and test.
{
  echo 'text,label'
  tr -d '\r' < "$semeval/task-dataset/semeval-2025-task11-dataset/track_a/train/eng.csv" | sed -nE '
    s/^eng_[^,]*,(.*),0,0,0,0,0$/\1,neutral/p
    s/^eng_[^,]*,(.*),1,0,0,0,0$/\1,anger/p
    s/^eng_[^,]*,(.*),0,1,0,0,0$/\1,fear/p
    s/^eng_[^,]*,(.*),0,0,1,0,0$/\1,joy/p
    s/^eng_[^,]*,(.*),0,0,0,1,0$/\1,sadness/p
    s/^eng_[^,]*,(.*),0,0,0,0,1$/\1,surprise/p'
} > "$out/brighter.csv"

# Nothing is learnt from these: train and dev rows are dev.
{
  printf 'text\tlabel\tsplit\n'
  for split in train dev test; do
    tr -d '\r' < "$emoevent/splits/en/$split.tsv" |
      awk -F'\t' -v part=$split 'NR > 1 && NF == 5 { print $3 "\t" ($5 == "others" ? "neutral" : $5) "\t" (part == "test" ? part : "dev") }'
  done
} > "$out/emoevent.tsv"
