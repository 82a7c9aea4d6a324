select '{{1}';
