//! What is wrong with a scenario is said in one sentence that names the place.
