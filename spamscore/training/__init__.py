"""From labelled mail to a model: corpora, table, folds, fit, evaluate, export. The only room that imports scikit-learn."""
