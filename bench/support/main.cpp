namespace kulla::bench {
int run(int argc, char** argv);
}

int main(int argc, char** argv) { return kulla::bench::run(argc, argv); }
