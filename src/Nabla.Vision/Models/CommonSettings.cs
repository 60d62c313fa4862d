namespace Nabla.Vision;

/// <summary>Settings that most models share, under timm's names.</summary>
internal static class CommonSettings
{
    extension(ModelSettings set)
    {
        /// <summary><c>num_classes</c>.</summary>
        public int Classes(int otherwise = 1000) => set.Integer("num_classes", otherwise);

        /// <summary><c>in_chans</c>.</summary>
        public int Channels(int otherwise = 3) => set.Integer("in_chans", otherwise);

        /// <summary><c>drop_rate</c>: dropout before the classifier.</summary>
        public double Drop(double otherwise) => set.Share("drop_rate", otherwise);

        /// <summary><c>drop_path_rate</c>: stochastic depth of the last block.</summary>
        public double DropPath(double otherwise) => set.Share("drop_path_rate", otherwise);
    }
}
