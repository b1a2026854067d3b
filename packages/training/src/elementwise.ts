/**
 * That a computation treats every number by itself, whatever stands beside it: from tensors joined end to end it makes what it makes of
 * each, joined. `any shape` where it asks for nothing of a tensor but its numbers; `same rank` where it asks for the rank, too, so
 * that tensors are joined with those of their rank alone, [numbers, 1, …, 1]. Norms, means and whatever else mixes the numbers of a
 * tensor are not elementwise.
 */
export type Elementwise = 'any shape' | 'same rank';
